import type { Texts } from '../en.ts'
import { weaknesses } from './weaknesses.ts'

export const model: Texts['model'] = {
  title: 'Das Modell',
  lead: 'Wie gut es ist, gemessen an Fotos, die es im Training nie sah, und wo es schwach ist.',
  version: (name, version) => `Hier begutachtet: ${name} ${version}`,
  unknown:
    'Dieser Server sagt nicht, welches Modell sein Endpunkt ausführt. Die Zahlen unten sind die des mitgelieferten Modells.',
  other: 'Dieser Server führt ein anderes Modell aus als das, an dem diese Zahlen gemessen wurden.',
  second:
    'Es ist eine zweite Meinung für einen Menschen, kein Ersatz: große und typische Schäden findet es, viele feine Kratzer und flache Dellen übersieht es.',
  rates: 'In Kürze',
  found: 'der beschädigten Autos bekommen mindestens einen Schaden',
  falseAlarm: 'der unbeschädigten Autos bekommen einen Fehlalarm',
  vehicle: 'der Szenen ohne Fahrzeug werden erkannt',
  photos: (count) => `${count} Werkstattfotos`,
  undamagedPhotos: (count) => `${count} Fotos`,
  byType: 'Schäden nach Art',
  byTypeText:
    'Durchschnittliche Präzision der Umrisse bei halber Überdeckung (mask AP50) auf Werkstattfotos: 100 % hieße, dass es alles findet, richtig umreißt und nie etwas Falsches meldet.',
  byPart: 'Teile',
  byPartText: 'Dasselbe für die Teile des Fahrzeugs.',
  reliability: 'Bedeutet seine Sicherheit, was sie sagt?',
  reliabilityText:
    'Von den mit einer Sicherheit gemeldeten Schäden sind so viele dort und das, was ein Mensch markierte. Auf der Linie ist die Sicherheit eine Wahrscheinlichkeit. Größere Punkte stehen für mehr Schäden.',
  confidence: 'Sicherheit',
  right: 'Richtig',
  count: 'Schäden',
  weak: 'Wo es schwach ist',
  weakness: (pattern) => weaknesses[pattern] ?? null,
  weakEnglish: 'Was hier auf Englisch steht, ist noch nicht übersetzt; so steht es in der Modellkarte.',
  asTable: 'Als Tabelle',
  className: 'Klasse',
  precision: 'Mask AP50',
  classes: 'Was es kennt',
  damageClasses: 'Schäden',
  partClasses: 'Teile',
  card: 'Die ganze Modellkarte, mit jeder Zahl und dem Befehl dazu, ist docs/model-card.md im Quelltext, auf Englisch.',
}

import type { Texts } from '../en.ts'

export const report: Texts['report'] = {
  title: (claim) => `Schadenbericht ${claim}`,
  print: 'Drucken oder als PDF sichern',
  preparing: 'Bilder werden geladen …',
  made: (date) => `Erstellt ${date}`,
  claim: 'Schadenfall',
  vehicle: 'Fahrzeug',
  opened: 'Eröffnet',
  status: 'Status',
  photos: 'Fotos',
  result: 'Ergebnis',
  findings: 'Befunde',
  evidence: 'Belege',
  evidenceText:
    'Jeder Schaden auf jedem Foto, wie ihn das Modell fand und Menschen beurteilten. Verworfene fehlen.',
  overview: 'Alle Fotos',
  state: 'Prüfung',
  history: 'Prüfverlauf',
  model: 'Begutachtet von',
  note: 'Flächen sind Anteile dessen, was die Fotos zeigen. Gefunden von einem Modell, das viele feine Kratzer und flache Dellen übersieht, und geprüft, wie der Verlauf sagt: eine Grundlage für das Urteil eines Menschen, kein Kostenvoranschlag.',
  notAssessed: 'Nicht begutachtet',
  noVehicle: 'Kein Fahrzeug im Bild, daher nicht begutachtet',
  noEvidence: 'Kein Schaden zu zeigen.',
}

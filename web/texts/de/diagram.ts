import type { Texts } from '../en.ts'

export const diagram: Texts['diagram'] = {
  label: (count) =>
    count === 0
      ? 'Fahrzeugskizze: keine beschädigten Teile'
      : count === 1
        ? 'Fahrzeugskizze: ein beschädigtes Teil'
        : `Fahrzeugskizze: ${count} beschädigte Teile`,
  views: { left: 'Linke Seite', right: 'Rechte Seite', top: 'Von oben', front: 'Vorn', rear: 'Hinten' },
  undamaged: 'Kein Schaden gefunden',
  elsewhere: 'Auf keinem Teil der Skizze:',
  area: (share) => `${share} des Teils`,
}

import type { Texts } from '../en.ts'

export const queue: Texts['queue'] = {
  title: 'Prüfen',
  lead: 'Offene Schadenfälle mit Fotos, die jemand ansehen sollte, älteste zuerst.',
  none: 'Nichts zu prüfen',
  noneText:
    'Fotos kommen hierher, wenn das Modell unsicher ist, schweren Schaden findet oder schlecht sehen konnte.',
  start: 'Mit dem Prüfen beginnen',
  photos: (count) => (count === 1 ? '1 Foto zu prüfen' : `${count} Fotos zu prüfen`),
  more: 'Mehr zeigen',
  reviewPhoto: (claim) => `${claim} prüfen`,
  listLabel: 'Schadenfälle zu prüfen',
}

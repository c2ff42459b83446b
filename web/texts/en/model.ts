import type { Weakness } from '../../model/read-card.ts'

export const model = {
  title: 'The model',
  lead: 'How good it is, measured on photos that it never saw in training, and where it is weak.',
  version: (name: string, version: string) => `Assessing here: ${name} ${version}`,
  unknown:
    'This server does not say which model its endpoint runs. The figures below are those of the model that ships with this version.',
  other: 'This server runs another model than the one that these figures were measured on.',
  second:
    'It is a second opinion for a person, not a replacement for one: it finds large and typical damage, and misses many thin scratches and shallow dents.',
  rates: 'In short',
  found: 'of damaged cars get at least one damage',
  falseAlarm: 'of undamaged cars get a false alarm',
  vehicle: 'of scenes without a vehicle are recognised',
  photos: (count: string) => `${count} workshop photos`,
  undamagedPhotos: (count: string) => `${count} photos`,
  byType: 'Damage by type',
  byTypeText:
    'Average precision of the outlines at half overlap (mask AP50) on workshop photos: 100 % finds everything, outlined right and never wrong.',
  byPart: 'Parts',
  byPartText: 'The same for the parts of the vehicle.',
  reliability: 'Does its confidence mean what it says?',
  reliabilityText:
    'Of damages reported with a confidence, so many are where and what a person marked. On the line, confidence is a probability. Larger dots stand for more damages.',
  confidence: 'Confidence',
  right: 'Right',
  count: 'Damages',
  weak: 'Where it is weak',
  /** A point of the card in this language, by its English with `#` for each figure; null for the card's own words. */
  weakness: (_pattern: string): Weakness | null => null,
  weakEnglish: 'Some of this is in English, as in the model card.',
  asTable: 'As a table',
  className: 'Class',
  precision: 'Mask AP50',
  classes: 'What it knows',
  damageClasses: 'Damage',
  partClasses: 'Parts',
  card: 'The whole model card, with every figure and the command that made it, is docs/model-card.md in the source.',
}

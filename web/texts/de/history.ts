import type { Texts } from '../en.ts'

export const history: Texts['history'] = {
  kinds: {
    CLAIM_CREATED: 'hat den Schadenfall eröffnet',
    CLAIM_UPDATED: 'hat den Schadenfall geändert',
    CLAIM_CLOSED: 'hat den Schadenfall geschlossen',
    CLAIM_REOPENED: 'hat den Schadenfall wieder geöffnet',
    ASSESSMENT_REQUESTED: 'hat ein Foto zur Begutachtung geschickt',
    ASSESSMENT_FINISHED: 'hat ein Foto begutachtet',
    DAMAGE_CONFIRMED: 'hat einen Schaden bestätigt',
    DAMAGE_REJECTED: 'hat einen Schaden verworfen',
    DAMAGE_CORRECTED: 'hat einen Schaden berichtigt',
    DAMAGE_ADDED: 'hat einen Schaden ergänzt',
    REVIEW_WITHDRAWN: 'hat ein Urteil zurückgenommen',
    PHOTO_REVIEWED: 'hat ein Foto angesehen',
  },
  fields: {
    reference: 'Schadennummer',
    policyNumber: 'Policennummer',
    vehicle: 'Fahrzeug',
    notes: 'Notizen',
    type: 'Art',
    part: 'Teil',
    severity: 'Schwere',
    polygons: 'Umriss',
  },
  model: (version) => `Das Modell (${version})`,
  unnamedModel: 'Das Modell',
  empty: 'Noch ist nichts geschehen.',
  fewer: 'Weniger zeigen',
  all: (count) => `Alle ${count} Einträge zeigen`,
}

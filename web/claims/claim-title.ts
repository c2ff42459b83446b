import type { Texts } from '../texts/en.ts'

interface Named {
  id: string
  reference: string | null
  vehicle: { plate: string | null; make: string | null; model: string | null; year: number | null }
}

/** What people call a claim: by its number, else by its plate, else by the end of its id. */
export const claimTitle = ({ claims }: Texts, { id, reference, vehicle }: Named): string =>
  reference ?? vehicle.plate ?? claims.unnamed(id.slice(-6).toUpperCase())

/** The vehicle in a line; empty where nothing is known of it. */
export const vehicleLine = ({ vehicle: { plate, make, model, year }, reference }: Named): string =>
  [reference === null ? null : plate, make, model, year].filter((one) => one !== null).join(' · ')

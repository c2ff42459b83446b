/** Dates, numbers and lists as the reader's locale writes them. */
export interface Format {
  number(value: number, digits?: number): string
  /** @param share 0 to 100; null is shown as a dash */
  percent(share: number | null, digits?: number): string
  /** @param value 0 to 1 */
  confidence(value: number): string
  date(iso: string): string
  dateTime(iso: string): string
  bytes(count: number): string
  /** Roughly, as people say it: `40 s`, `3 min`. */
  duration(seconds: number): string
  list(items: readonly string[]): string
}

/** @param locale BCP 47, such as `en-GB` */
export function createFormat(locale: string): Format {
  const number = (value: number, digits = 0) =>
    new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value)
  const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 })
  const unit = (value: number, name: string, digits = 0) =>
    new Intl.NumberFormat(locale, {
      style: 'unit',
      unit: name,
      unitDisplay: 'short',
      maximumFractionDigits: digits,
    }).format(value)
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' })
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
  const list = new Intl.ListFormat(locale, { type: 'conjunction' })
  return {
    number,
    percent(value, digits = 1) {
      if (value === null) return '–'
      // A damage that is too small for the digits shown is not called nothing.
      const least = 10 ** -digits
      const small = value > 0 && value < least
      const text = new Intl.NumberFormat(locale, {
        style: 'percent',
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      }).format((small ? least : value) / 100)
      return small ? `<${text}` : text
    },
    confidence: (value) => share.format(value),
    date: (iso) => date.format(new Date(iso)),
    dateTime: (iso) => dateTime.format(new Date(iso)),
    bytes(count) {
      if (count < 1000) return unit(count, 'byte')
      if (count < 1e6) return unit(count / 1e3, 'kilobyte')
      return count < 1e9 ? unit(count / 1e6, 'megabyte', 1) : unit(count / 1e9, 'gigabyte', 1)
    },
    duration(seconds) {
      if (seconds < 55) return unit(Math.max(1, Math.round(seconds / 5) * 5), 'second')
      const minutes = Math.round(seconds / 60)
      return minutes < 60 ? unit(minutes, 'minute') : unit(Math.round(minutes / 6) / 10, 'hour', 1)
    },
    list: (items) => list.format(items),
  }
}

import { en, type Texts } from './en.ts'

export const languages = { en: 'English', de: 'Deutsch' } as const
export type Language = keyof typeof languages

const KEY = 'dentgraph.language'

/** What was chosen before, else what the browser asks for, else English. */
export function languageOf(): Language {
  const wanted = [remembered(), ...navigator.languages].map((tag) => tag?.slice(0, 2))
  return (wanted.find((tag) => tag && Object.hasOwn(languages, tag)) as Language | undefined) ?? 'en'
}

/** The browser's own locale where it is of that language, so that an Austrian or Indian sees familiar dates. */
export const localeOf = (language: Language): string =>
  navigator.languages.find((tag) => tag.startsWith(language)) ?? { en: 'en-GB', de: 'de-DE' }[language]

export async function loadTexts(language: Language): Promise<Texts> {
  return language === 'de' ? (await import('./de.ts')).de : en
}

export function rememberLanguage(language: Language): void {
  try {
    localStorage.setItem(KEY, language)
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
}

function remembered(): string | null {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}

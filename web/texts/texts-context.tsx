import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react'
import { en, type Texts } from './en.ts'
import { createFormat, type Format } from './format.ts'
import { type Language, languageOf, loadTexts, localeOf, rememberLanguage } from './languages.ts'

interface Speech {
  texts: Texts
  format: Format
  language: Language
  speak(language: Language): void
}

const SpeechContext = createContext<Speech | null>(null)

/** Gives the pages their words. English is there at once; another language replaces it when it has arrived. */
export function SpeechProvider({ children }: { children: ReactNode }) {
  const [language, speak] = useState(languageOf)
  const [loaded, setLoaded] = useState<{ language: Language; texts: Texts }>({ language: 'en', texts: en })
  useEffect(() => {
    let current = true
    void loadTexts(language).then((texts) => {
      if (!current) return
      document.documentElement.lang = language
      setLoaded({ language, texts })
    })
    return () => {
      current = false
    }
  }, [language])
  const speech = useMemo<Speech>(
    () => ({
      texts: loaded.texts,
      format: createFormat(localeOf(loaded.language)),
      language: loaded.language,
      speak(chosen) {
        rememberLanguage(chosen)
        speak(chosen)
      },
    }),
    [loaded],
  )
  return <SpeechContext value={speech}>{children}</SpeechContext>
}

export function useSpeech(): Speech {
  const speech = use(SpeechContext)
  if (!speech) throw new Error('Expected a SpeechProvider around this component but received none')
  return speech
}

/** `texts.upload.title` and so on, in the reader's language. */
export const useTexts = (): Texts => useSpeech().texts
export const useFormat = (): Format => useSpeech().format

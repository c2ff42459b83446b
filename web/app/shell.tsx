import { Moon, Sun } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { Link, useLocation } from 'wouter'
import { type Language, languages } from '../texts/languages.ts'
import { useSpeech } from '../texts/texts-context.tsx'
import { ConnectionBanner } from './connection-banner.tsx'
import { useServices, useSessionState } from './services.tsx'
import { useTheme } from './theme.ts'
import { UploadsPill } from './uploads-pill.tsx'

/** What is around every page. */
export function Shell({ children }: { children: ReactNode }) {
  const { texts } = useSpeech()
  const { shell } = texts
  const [path] = useLocation()
  const main = useRef<HTMLElement>(null)
  const first = useRef(true)
  // A new page begins at its top, also for those who hear it.
  useEffect(() => {
    if (first.current) {
      first.current = false
      return
    }
    window.scrollTo(0, 0)
    main.current?.focus({ preventScroll: true })
  }, [path])
  return (
    <>
      <a className="skip" href="#main">
        {shell.skip}
      </a>
      <header className="top">
        <Link href="/" className="brand">
          <img src="/icon.svg" alt="" width="28" height="28" />
          <span>{shell.product}</span>
        </Link>
        <nav aria-label={shell.navigation} className="nav">
          <NavLink href="/">{shell.assess}</NavLink>
          <NavLink href="/bulk">{shell.batches}</NavLink>
          <NavLink href="/claims">{shell.claims}</NavLink>
          <NavLink href="/review">{shell.review}</NavLink>
          <NavLink href="/compare">{shell.compare}</NavLink>
          <NavLink href="/model">{shell.model}</NavLink>
        </nav>
        <div className="tools">
          <UploadsPill />
          <LanguageChoice />
          <ThemeButton />
          <Person />
        </div>
      </header>
      <ConnectionBanner />
      <main id="main" ref={main} tabIndex={-1}>
        {children}
      </main>
    </>
  )
}

function NavLink({ href, children }: { href: string; children: ReactNode }) {
  const [path] = useLocation()
  const current = href === '/' ? path === '/' : path.startsWith(href)
  return (
    <Link href={href} aria-current={current ? 'page' : undefined}>
      {children}
    </Link>
  )
}

function LanguageChoice() {
  const { texts, language, speak } = useSpeech()
  return (
    <select
      className="language"
      aria-label={texts.shell.language}
      value={language}
      onChange={(event) => speak(event.target.value as Language)}
    >
      {Object.entries(languages).map(([code, name]) => (
        <option key={code} value={code}>
          {name}
        </option>
      ))}
    </select>
  )
}

function ThemeButton() {
  const { texts } = useSpeech()
  const [dark, setDark] = useTheme()
  const Icon = dark ? Sun : Moon
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={texts.shell.dark}
      aria-pressed={dark}
      onClick={() => setDark(!dark)}
    >
      <Icon aria-hidden="true" size={18} />
    </button>
  )
}

function Person() {
  const { texts } = useSpeech()
  const { session } = useServices()
  const { status, name } = useSessionState()
  if (status === 'open' || status === 'out') return null
  return (
    <>
      {name && <span className="person">{name}</span>}
      <button type="button" className="button button-small" onClick={() => session.signOut()}>
        {texts.shell.signOut}
      </button>
    </>
  )
}

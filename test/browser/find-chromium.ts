import { existsSync } from 'node:fs'

/** Where Debian and others put it; CHROMIUM_PATH names another. */
const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** A Chromium of this machine; null where there is none. */
export const findChromium = (): string | null =>
  [process.env.CHROMIUM_PATH, ...places].find((path) => path && existsSync(path)) ?? null

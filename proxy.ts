import { guardPage } from '#server/http/guard-page.ts'

/** Runs before every page and route (Next.js' proxy file). */
export const proxy = guardPage

export const config = { matcher: ['/((?!_next/static|_next/image|favicon.ico|icon.svg).*)'] }

'use client'
import dynamic from 'next/dynamic'
import { usePathname, useRouter } from 'next/navigation'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Toaster } from 'sonner'
import { useScope } from '#components/scope/use-scope.ts'
import { Banners } from './banners.tsx'
import { BottomBar } from './bottom-bar.tsx'
import { KeyboardHelp } from './keyboard-help.tsx'
import { LiveUpdates } from './live-updates.tsx'
import { NAV_ITEMS } from './nav-items.ts'
import { Rail } from './rail.tsx'
import { RAIL_COOKIE } from './rail-cookie.ts'
import { ScopeBar } from './scope-bar.tsx'
import { type Hotkeys, useHotkeys } from './use-hotkeys.ts'

const Palette = dynamic(() => import('./palette.tsx').then((module) => module.Palette), { ssr: false })
const YEAR_SECONDS = 365 * 24 * 60 * 60

/** What surrounds every page: navigation, scope and period, banners, palette and keys. */
export function Shell({ railCollapsed, children }: { railCollapsed: boolean; children: ReactNode }) {
  const router = useRouter()
  const { withScope } = useScope()
  const [collapsed, setCollapsed] = useState(railCollapsed)
  const [finding, setFinding] = useState(false)
  const [everFound, setEverFound] = useState(false)
  const [helping, setHelping] = useState(false)

  const find = (open: boolean) => {
    setFinding(open)
    if (open) setEverFound(true)
  }
  const collapse = (next: boolean) => {
    setCollapsed(next)
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox and over plain HTTP
    document.cookie = `${RAIL_COOKIE}=${next ? 'narrow' : 'wide'}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`
  }

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (
        event.key.toLowerCase() !== 'k' ||
        !(event.ctrlKey || event.metaKey) ||
        event.altKey ||
        event.shiftKey
      )
        return
      event.preventDefault()
      setFinding((open) => !open)
      setEverFound(true)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])

  useFocusOnNewPage()

  const keys: Hotkeys = { '?': () => setHelping(true) }
  for (const { key, href } of NAV_ITEMS) keys[`g ${key}`] = () => router.push(withScope(href))
  useHotkeys(keys, { enabled: !finding && !helping, first: true })

  return (
    <div className="flex min-h-dvh">
      <a
        href="#content"
        className="sr-only rounded-md bg-accent-strong px-3 py-1 text-on-accent focus:not-sr-only focus:fixed focus:left-2 focus:top-2 focus:z-50"
      >
        Skip to the content
      </a>
      <Rail collapsed={collapsed} onCollapse={collapse} onHelp={() => setHelping(true)} />
      <div className="flex min-w-0 flex-1 flex-col">
        <ScopeBar onFind={() => find(true)} onHelp={() => setHelping(true)} />
        <Banners />
        <main
          id="content"
          tabIndex={-1}
          className="min-w-0 flex-1 p-3 pb-20 focus:outline-none sm:p-4 md:pb-8"
        >
          {children}
        </main>
      </div>
      <BottomBar />
      <LiveUpdates />
      <KeyboardHelp open={helping} onOpenChange={setHelping} />
      {everFound && <Palette open={finding} onOpenChange={find} />}
      <Toaster
        position="bottom-right"
        offset={{ bottom: 16, right: 16 }}
        mobileOffset={{ bottom: 68 }}
        toastOptions={{
          unstyled: true,
          classNames: {
            toast:
              'flex w-full font-sans! items-center gap-2 rounded-md border border-line-strong/60 bg-raised px-3 py-2 text-body text-text',
            error: 'border-critical!',
            actionButton: 'ml-auto rounded-sm px-1.5 font-medium text-accent hover:underline',
            icon: 'shrink-0',
          },
        }}
      />
    </div>
  )
}

/** After a link was followed the focus stands in the new page, so that its keys work and screen readers go on there. */
function useFocusOnNewPage() {
  const pathname = usePathname()
  const before = useRef(pathname)
  useEffect(() => {
    if (before.current === pathname) return
    before.current = pathname
    document.getElementById('content')?.focus({ preventScroll: true })
  }, [pathname])
}

'use client'
import type { ReactNode } from 'react'
import { Tabs, TabsList, TabsTrigger } from '#components/ui/tabs.tsx'

type Props<K extends string> = {
  label: string
  /** Keys and words, in their order. */
  tabs: Readonly<Record<K, string>>
  value: K
  onChange: (key: K) => void
  children: ReactNode
}

/** Tabs of a page with their words; the contents are TabsContent with the same keys. */
export function TabStrip<K extends string>({ label, tabs, value, onChange, children }: Props<K>) {
  const keys = Object.keys(tabs) as K[]
  const change = (next: string) => {
    const key = keys.find((one) => one === next)
    if (key) onChange(key)
  }
  return (
    <Tabs value={value} onValueChange={change}>
      <TabsList aria-label={label} className="mb-3">
        {keys.map((key) => (
          <TabsTrigger key={key} value={key}>
            {tabs[key]}
          </TabsTrigger>
        ))}
      </TabsList>
      {children}
    </Tabs>
  )
}

import { Fragment } from 'react'
import { Kbd } from '#components/ui/kbd.tsx'
import { NAV_ITEMS } from './nav-items.ts'

const GROUPS: { title: string; keys: [string, string][] }[] = [
  {
    title: 'Everywhere',
    keys: [
      ['Ctrl/⌘ K', 'Find a page, function, alert, role or actor'],
      ['?', 'These keys'],
      ...NAV_ITEMS.map(({ key, label }): [string, string] => [`g ${key}`, `Go to ${label}`]),
      ['Esc', 'Close what is open'],
    ],
  },
  {
    title: 'Lists',
    keys: [
      ['j k', 'Next and previous row'],
      ['Enter', 'Peek; again: open the page'],
      ['x', 'Select the row'],
      ['/', 'Search'],
    ],
  },
  {
    title: 'Alerts',
    keys: [
      ['a', 'Acknowledge'],
      ['s', 'Snooze'],
      ['r', 'Resolve'],
      ['c', 'Comment'],
    ],
  },
]

/** Every key that does something, in words. */
export function KeyTable() {
  return (
    <div className="grid gap-4">
      {GROUPS.map((group) => (
        <section key={group.title}>
          <h3 className="caps mb-1">{group.title}</h3>
          <dl className="grid grid-cols-[6.5rem_1fr] items-center gap-y-1.5">
            {group.keys.map(([keys, does]) => (
              <Fragment key={keys}>
                <dt className="flex gap-1">
                  {keys.split(' ').map((key) => (
                    <Kbd key={key}>{key}</Kbd>
                  ))}
                </dt>
                <dd>{does}</dd>
              </Fragment>
            ))}
          </dl>
        </section>
      ))}
    </div>
  )
}

'use client'
import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { Text } from '#components/ui/text.tsx'
import type { ProblemGroup } from './coverage-words.ts'
import { StatusWord } from './status-word.tsx'

const WORDS = {
  denied: 'The reading role lacks the permission. Add it to the role’s policy; the next sweep fills the gap.',
  failed: 'AWS or the way to it failed. It is tried again at the next sweep.',
  malformed: 'AWS’s answer could not be read. The rest of the sweep went on.',
} as const

function placesInWords(places: string[]): string {
  return places.length <= 4
    ? places.join(', ')
    : `${places.slice(0, 3).join(', ')} and ${places.length - 3} more`
}

function Problem({ problem }: { problem: ProblemGroup }) {
  const [open, setOpen] = useState(false)
  return (
    <li className="min-w-0 border-t border-line px-3 py-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-0.5">
        <StatusWord status={problem.state} />
        <Text value={problem.permission} mono className="font-medium" />
        <span className="num text-table text-muted">×{problem.count}</span>
        <Text value={placesInWords(problem.places)} className="text-table text-muted" />
        <Button
          size="sm"
          variant="ghost"
          className="ml-auto"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {open ? 'Less' : 'More'}
        </Button>
      </div>
      {problem.hides.length > 0 ? (
        <ul className="m-0 list-none p-0">
          {problem.hides.map((text) => (
            <li key={text}>
              <span className="text-muted">Not known: </span>
              <Text value={text} className="whitespace-normal" />
            </li>
          ))}
        </ul>
      ) : (
        <p className="m-0 text-muted">What it hides is not worked out.</p>
      )}
      {open && (
        <div className="mt-1 grid grid-cols-1 gap-1 text-table text-muted">
          <p className="m-0">{WORDS[problem.state]}</p>
          <div>
            AWS said:{' '}
            <Text value={`${problem.code}: ${problem.message}`} className="whitespace-normal break-words" />
          </div>
          {problem.places.length > 4 && (
            <Text value={problem.places.join(', ')} className="whitespace-normal break-words" />
          )}
          {problem.resources.length > 0 && (
            <div>
              Met on:{' '}
              <Text value={problem.resources.join(', ')} mono className="whitespace-normal break-all" />
            </div>
          )}
        </div>
      )}
    </li>
  )
}

/** What could not be read, in words, and what that hides. */
export function ProblemList({ problems }: { problems: ProblemGroup[] }) {
  return (
    <Card title="What could not be read" note={problems.length > 0 ? 'and what that hides' : undefined} flush>
      {problems.length === 0 ? (
        <p className="m-0 px-3 pb-3 text-muted">Every call of the last runs was answered.</p>
      ) : (
        <ul className="m-0 list-none p-0">
          {problems.map((problem) => (
            <Problem key={problem.key} problem={problem} />
          ))}
        </ul>
      )}
    </Card>
  )
}

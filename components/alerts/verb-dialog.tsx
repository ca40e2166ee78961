'use client'
import { type FormEvent, useId, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Textarea } from '#components/ui/input.tsx'
import { SNOOZE_CHOICES } from './alert-verbs.ts'

export type DialogVerb = 'snooze' | 'resolve' | 'comment'

const WORDS: Record<DialogVerb, { title: string; does: string; label: string }> = {
  snooze: {
    title: 'Snooze',
    does: 'It fires again afterwards if it is still true.',
    label: 'Why (optional)',
  },
  resolve: {
    title: 'Resolve',
    does: 'It opens again by itself if the condition returns.',
    label: 'What was done (optional)',
  },
  comment: { title: 'Comment', does: 'Everyone who opens the alert reads it.', label: 'Comment' },
}

type Props = {
  verb: DialogVerb | null
  count: number
  busy: boolean
  onClose: () => void
  onRun: (verb: DialogVerb, body: unknown) => void
}

/** Asks for what an action needs: how long to snooze, and words for the timeline. */
export function VerbDialog({ verb, count, busy, onClose, onRun }: Props) {
  if (!verb) return null
  const { title, does } = WORDS[verb]
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={count === 1 ? title : `${title} ${count} alerts`}
      description={does}
    >
      <VerbForm key={verb} verb={verb} busy={busy} onClose={onClose} onRun={onRun} />
    </Dialog>
  )
}

function VerbForm({ verb, busy, onClose, onRun }: Omit<Props, 'verb' | 'count'> & { verb: DialogVerb }) {
  const id = useId()
  const [text, setText] = useState('')
  const [minutes, setMinutes] = useState<number>(60)
  const comment = text.trim()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (verb === 'comment') onRun(verb, { text: comment })
    else if (verb === 'snooze') onRun(verb, { minutes, ...(comment && { comment }) })
    else onRun(verb, comment ? { comment } : {})
  }
  return (
    <form onSubmit={submit} className="grid gap-3">
      {verb === 'snooze' && (
        <fieldset className="flex flex-wrap gap-1">
          <legend className="mb-1 font-medium">For how long</legend>
          {SNOOZE_CHOICES.map((choice) => (
            <Button
              key={choice.minutes}
              aria-pressed={minutes === choice.minutes}
              variant={minutes === choice.minutes ? 'primary' : 'default'}
              onClick={() => setMinutes(choice.minutes)}
            >
              {choice.label}
            </Button>
          ))}
        </fieldset>
      )}
      <div className="grid gap-1">
        <label htmlFor={id} className="font-medium">
          {WORDS[verb].label}
        </label>
        <Textarea
          id={id}
          value={text}
          maxLength={2000}
          autoFocus
          required={verb === 'comment'}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey))
              event.currentTarget.form?.requestSubmit()
          }}
        />
      </div>
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" disabled={busy || (verb === 'comment' && comment === '')}>
          {busy ? 'Sending…' : WORDS[verb].title}
        </Button>
      </div>
    </form>
  )
}

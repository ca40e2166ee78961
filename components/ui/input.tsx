import type { ComponentProps } from 'react'
import { cn } from './cn.ts'

const box =
  'w-full rounded-md border border-line-strong bg-surface px-2 text-text placeholder:text-faint hover:border-muted focus-visible:outline-offset-0 disabled:opacity-55 aria-invalid:border-critical'

export function Input({ className, ...props }: ComponentProps<'input'>) {
  return <input className={cn(box, 'h-7', className)} {...props} />
}

export function Textarea({ className, ...props }: ComponentProps<'textarea'>) {
  return <textarea className={cn(box, 'min-h-16 py-1.5', className)} {...props} />
}

type FieldProps = ComponentProps<'input'> & {
  label: string
  hint?: string
  error?: string | null
  id: string
}

/** A labelled input with its hint and error tied to it. */
export function Field({ label, hint, error, id, className, ...props }: FieldProps) {
  const noteId = `${id}-note`
  return (
    <div className="grid content-start gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <Input
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={error || hint ? noteId : undefined}
        className={className}
        {...props}
      />
      {(error || hint) && (
        <p id={noteId} className={cn('text-table', error ? 'text-critical' : 'text-muted')}>
          {error ?? hint}
        </p>
      )}
    </div>
  )
}

'use client'
import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { Button } from './button.tsx'

/** Copies text as it came, not as it is shown. */
export function CopyButton({ text, label = 'Copy' }: { text: string; label?: string }) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle')
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setState('copied')
    } catch {
      setState('failed')
    }
    setTimeout(() => setState('idle'), 1500)
  }
  const shown = state === 'copied' ? 'Copied' : state === 'failed' ? 'Select it and copy by hand' : label
  return (
    <Button variant="ghost" size="icon" onClick={copy} aria-label={shown} title={shown}>
      {state === 'copied' ? <Check size={13} className="text-accent" /> : <Copy size={13} />}
    </Button>
  )
}

'use client'
import { useQueryClient } from '@tanstack/react-query'
import { CircleAlert, CirclePause, Pause, Play, Radio, TriangleAlert } from 'lucide-react'
import { useLive } from '#components/query/live.tsx'
import { useStatus } from '#components/query/use-status.ts'
import { Button } from '#components/ui/button.tsx'
import { cn } from '#components/ui/cn.ts'
import { useNow } from '#components/ui/use-now.ts'
import { type LiveState, liveState } from './live-state.ts'

const LOOK: Record<LiveState['tone'], { icon: typeof Radio; className: string }> = {
  live: { icon: Radio, className: 'text-accent' },
  warn: { icon: TriangleAlert, className: 'text-medium' },
  bad: { icon: CircleAlert, className: 'text-critical' },
  quiet: { icon: CirclePause, className: 'text-muted' },
}

/** How old the data is, and the button that stops and starts the refresh. */
export function LiveIndicator() {
  const { data, isError } = useStatus()
  const { paused, setPaused } = useLive()
  const client = useQueryClient()
  const nowMs = useNow(1000)
  const state = liveState({ status: data, failed: isError, paused, nowMs })
  const { icon: Icon, className } = LOOK[state.tone]
  const toggle = () => {
    setPaused(!paused)
    if (paused) client.invalidateQueries({ queryKey: ['api'] })
  }
  return (
    <div className="flex items-center gap-1">
      <span
        title={state.explain}
        className={cn('inline-flex items-center gap-1.5 whitespace-nowrap text-table', className)}
      >
        <Icon size={13} aria-hidden />
        <span className="tabular-nums max-lg:hidden" suppressHydrationWarning>
          {state.tone === 'live' ? `live · ${state.label}` : state.label}
        </span>
        <span className="tabular-nums lg:hidden" suppressHydrationWarning>
          {state.short}
        </span>
        <span className="sr-only">{state.explain}</span>
      </span>
      <Button
        variant="ghost"
        size="icon"
        onClick={toggle}
        aria-pressed={paused}
        aria-label={paused ? 'Resume refreshing' : 'Pause refreshing'}
        title={paused ? 'Resume refreshing' : 'Pause refreshing'}
      >
        {paused ? <Play size={13} /> : <Pause size={13} />}
      </Button>
    </div>
  )
}

'use client'
import { CircleAlert, Loader } from 'lucide-react'
import type { ReactNode } from 'react'
import { useStatus } from '#components/query/use-status.ts'
import { cn } from '#components/ui/cn.ts'
import { PartialStrip } from '#components/ui/partial-strip.tsx'
import { DemoStrip } from './demo-strip.tsx'

/** What is true of every page: demo, server or worker down, first sweep under way, coverage partial. */
export function Banners() {
  const { data, isError } = useStatus()
  return (
    <section aria-label="State of Sightline">
      {isError && (
        <Strip icon={CircleAlert} tone="bad" alert>
          The Sightline server does not answer. {data ? 'What you see is the last that came.' : ''} It tries
          again by itself.
        </Strip>
      )}
      {data && !isError && !data.workerAlive && (
        <Strip icon={CircleAlert} tone="bad" alert>
          The worker is not running: nothing is collected and no alert is raised. Start it with{' '}
          <code className="num">sightline worker</code>.
        </Strip>
      )}
      {data?.mode === 'demo' && <DemoStrip />}
      {data?.workerAlive && !data.firstSweepDone && (
        <Strip icon={Loader} tone="note">
          The first sweep is under way: numbers grow until every account has been read once.
        </Strip>
      )}
      {data && <PartialStrip items={data.partial} />}
    </section>
  )
}

type StripProps = { icon: typeof CircleAlert; tone: 'bad' | 'note'; alert?: boolean; children: ReactNode }

function Strip({ icon: Icon, tone, alert, children }: StripProps) {
  return (
    <div
      role={alert ? 'alert' : undefined}
      className={cn(
        'flex items-start gap-2 border-b border-line px-4 py-1 text-table',
        tone === 'bad' ? 'bg-critical/10 text-critical' : 'bg-accent/10 text-accent',
      )}
    >
      <Icon size={13} className="mt-0.5 shrink-0" aria-hidden />
      <p>{children}</p>
    </div>
  )
}

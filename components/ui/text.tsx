import { visibleText } from '#server/domain/text.ts'
import { cn } from './cn.ts'
import { CopyButton } from './copy-button.tsx'

type Props = { value: string | null | undefined; className?: string; mono?: boolean; copy?: boolean }

/** Text that came from AWS: control and bidi characters are visible, long text is cut with its whole in the title. */
export function Text({ value, className, mono, copy }: Props) {
  if (value === null || value === undefined || value === '') return <span className="text-faint">–</span>
  const shown = visibleText(value)
  const text = (
    <bdi
      className={cn('inline-block min-w-0 truncate align-bottom', mono && 'num', className ?? 'max-w-full')}
      title={shown}
    >
      {shown}
    </bdi>
  )
  if (!copy) return text
  return (
    <span className="inline-flex min-w-0 max-w-full items-center gap-1">
      {text}
      <CopyButton text={value} />
    </span>
  )
}

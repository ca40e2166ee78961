import { visibleText } from '#server/domain/text.ts'
import { CopyButton } from './copy-button.tsx'
import { ScrollArea } from './scroll-area.tsx'

type Props = { code: string; copy?: boolean; label?: string }

/** Monospaced text that scrolls inside itself; line breaks and tabs stay, other control characters are made visible. */
export function CodeBlock({ code, copy = true, label = 'Code' }: Props) {
  const shown = code
    .split('\n')
    .map((line) => line.split('\t').map(visibleText).join('\t'))
    .join('\n')
  return (
    <div className="relative rounded-md border border-line bg-bg">
      <ScrollArea label={label} className="max-h-96">
        <pre className="num px-3 py-2 pr-9 text-table">{shown}</pre>
      </ScrollArea>
      {copy && (
        <div className="absolute right-1 top-1 rounded-md bg-bg">
          <CopyButton text={code} />
        </div>
      )}
    </div>
  )
}

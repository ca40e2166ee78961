'use client'
import { useState } from 'react'
import { useApi } from '#components/query/use-api.ts'
import { Card } from '#components/ui/card.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { Input } from '#components/ui/input.tsx'
import { ScrollArea } from '#components/ui/scroll-area.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { type ApiOperation, readOpenApi } from './openapi.ts'

function Parameters({ operation }: { operation: ApiOperation }) {
  if (operation.parameters.length === 0) return null
  return (
    <ScrollArea label={`Parameters of ${operation.path}`}>
      <table className="w-full border-collapse text-table">
        <caption className="caps pb-1 text-left">Parameters</caption>
        <tbody>
          {operation.parameters.map((one) => (
            <tr key={`${one.in} ${one.name}`} className="border-t border-line align-top">
              <td className="num whitespace-nowrap py-1 pr-3">
                {one.name}
                {one.required && <span className="text-high"> required</span>}
              </td>
              <td className="py-1 pr-3 text-muted">{one.in}</td>
              <td className="num max-w-72 break-words py-1 pr-3">{one.type}</td>
              <td className="py-1 text-muted">{one.description}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  )
}

function Operation({ operation }: { operation: ApiOperation }) {
  return (
    <details className="group border-t border-line">
      <summary className="flex min-h-8 cursor-pointer flex-wrap items-center gap-x-3 px-3 py-1 hover:bg-hover">
        <span className="num w-14 text-accent">{operation.method}</span>
        <span className="num min-w-0 break-all">{operation.path}</span>
        <span className="text-table text-muted">{operation.summary}</span>
      </summary>
      <div className="grid grid-cols-1 min-w-0 gap-3 px-3 pb-3">
        {operation.description && <p className="m-0 text-muted">{operation.description}</p>}
        <Parameters operation={operation} />
        {operation.request && (
          <div>
            <div className="caps pb-1">Body</div>
            <CodeBlock code={operation.request} label="Body" />
          </div>
        )}
        {operation.responses.map((one) => (
          <div key={one.status} className="min-w-0">
            <div className="pb-1 text-table">
              <span className="num font-medium">{one.status}</span>{' '}
              <span className="text-muted">{one.description}</span>
            </div>
            {one.shape && <CodeBlock code={one.shape} label={`Answer ${one.status}`} />}
          </div>
        ))}
      </div>
    </details>
  )
}

/** Every operation of the API, from the document that the server itself gives. */
export function ApiReferencePage() {
  const query = useApi<unknown>('/openapi.json', undefined, { refreshMs: false })
  const [text, setText] = useState('')
  if (query.isPending) return <SkeletonRows rows={10} />
  if (query.isError && !query.data)
    return (
      <ErrorState
        title="The API's description could not be loaded"
        error={query.error}
        retry={() => query.refetch()}
      />
    )
  const needle = text.trim().toLowerCase()
  const groups = readOpenApi(query.data)
    .map((group) => ({
      ...group,
      operations: group.operations.filter((one) =>
        `${one.method} ${one.path} ${one.summary}`.toLowerCase().includes(needle),
      ),
    }))
    .filter((group) => group.operations.length > 0)
  return (
    <div className="grid grid-cols-1 min-w-0 gap-4">
      <p className="m-0 max-w-prose text-muted">
        Send a token as <code className="num">Authorization: Bearer …</code>. Answers are JSON; errors are{' '}
        <code className="num">{'{"error":{"code","message","requestId"}}'}</code>. The document itself is at{' '}
        <a href="/api/v1/openapi.json" className="num text-accent hover:underline">
          /api/v1/openapi.json
        </a>
        .
      </p>
      <Input
        aria-label="Find an operation"
        placeholder="Find an operation"
        className="max-w-80"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {groups.length === 0 && <EmptyState title="No operation matches" />}
      {groups.map((group) => (
        <Card key={group.tag} title={group.tag} note={group.operations.length} flush>
          {group.operations.map((operation) => (
            <Operation key={operation.key} operation={operation} />
          ))}
        </Card>
      ))}
    </div>
  )
}

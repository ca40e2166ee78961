'use client'
import { parseAsString, useQueryState } from 'nuqs'
import { useApi } from '#components/query/use-api.ts'
import { useRoleReason } from '#components/query/use-status.ts'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { useChange } from '#components/settings/use-change.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { ConfirmButton } from '#components/ui/confirm-button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { formatCount } from '#components/ui/format.ts'
import { SeverityLabel } from '#components/ui/severity-badge.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { Text } from '#components/ui/text.tsx'
import { visibleText } from '#server/domain/text.ts'
import type { OwnRuleList, OwnRuleRow } from '#server/services/rules/schema.ts'
import { PostureNav } from './posture-nav.tsx'
import { KIND_WORDS } from './posture-words.ts'
import { NEW_RULE } from './rule-draft.ts'
import { RuleEditor } from './rule-editor.tsx'

const NEW = 'new'

function Rule({ row, onOpen }: { row: OwnRuleRow; onOpen: () => void }) {
  const admin = useRoleReason('admin')
  const change = useChange('/rules')
  const { rule } = row
  return (
    <li className="grid min-w-0 grid-cols-1 gap-1 border-t border-line px-3 py-2">
      <div className="flex min-w-0 flex-wrap items-center gap-x-3">
        <SeverityLabel severity={rule.severity} />
        <button type="button" onClick={onOpen} className="min-w-0 text-left font-medium hover:underline">
          <Text value={rule.title} />
        </button>
        <span className="text-muted">{KIND_WORDS[rule.kind]}</span>
        <span className="ml-auto flex shrink-0 items-center gap-1.5">
          <Button
            size="sm"
            disabled={admin !== null || change.isPending}
            title={admin ?? undefined}
            onClick={() =>
              change.mutate({
                path: `/rules/${rule.id}`,
                method: 'PATCH',
                body: { enabled: !row.enabled },
                said: row.enabled
                  ? 'Switched off'
                  : 'Switched on: everything is asked within a minute or two',
              })
            }
          >
            {row.enabled ? 'Switch off' : 'Switch on'}
          </Button>
          {row.source === 'browser' && (
            <ConfirmButton
              label="Delete"
              question="Delete this rule?"
              reason={admin}
              busy={change.isPending}
              onConfirm={() =>
                change.mutate({ path: `/rules/${rule.id}`, method: 'DELETE', said: 'Deleted' })
              }
            >
              <Text value={rule.title} className="whitespace-normal break-words" /> is no longer asked, and
              its findings close.
            </ConfirmButton>
          )}
        </span>
      </div>
      <Text value={rule.condition} mono className="max-w-full whitespace-normal break-all text-table" />
      <p className="m-0 flex flex-wrap gap-x-3 text-table text-muted">
        <span>{row.enabled ? 'on' : 'off'}</span>
        {row.enabled && (
          <ScopedLink href={`/posture/findings?check=${rule.id}`} className="text-accent hover:underline">
            {formatCount(row.fail)} fail
          </ScopedLink>
        )}
        {row.unknown > 0 && (
          <span className="hatched rounded-sm px-1">{formatCount(row.unknown)} unknown</span>
        )}
        <span>{row.file ? `from ${visibleText(row.file)}` : 'written in the browser'}</span>
        {row.updatedBy && <span>by {visibleText(row.updatedBy)}</span>}
      </p>
      {row.problem && <p className="m-0 break-words font-medium text-high">{visibleText(row.problem)}</p>}
    </li>
  )
}

function Problems({ list }: { list: OwnRuleList }) {
  if (list.problems.length === 0) return null
  return (
    <Card title="Files that are no rules" note={list.folder && visibleText(list.folder)} className="mb-3">
      <ul className="m-0 grid list-none grid-cols-1 gap-1 p-0 text-table">
        {list.problems.map((one) => (
          <li key={`${one.file} ${one.line} ${one.text}`} className="min-w-0 break-words">
            <span className="num">
              {visibleText(one.file)}
              {one.line !== null && `:${one.line}${one.column === null ? '' : `:${one.column}`}`}
            </span>{' '}
            {visibleText(one.text)}
          </li>
        ))}
      </ul>
    </Card>
  )
}

/** The organisation's own rules: written here or in a folder, tried against the estate before they are on. */
export function RulesPage() {
  const [open, setOpen] = useQueryState('rule', parseAsString)
  const admin = useRoleReason('admin')
  const query = useApi<OwnRuleList>('/rules')
  const rows = query.data?.items
  const shown = rows?.find((row) => row.rule.id === open)
  return (
    <>
      <PageHeader
        title="Own rules"
        facts={rows && <span className="num">{formatCount(rows.length)}</span>}
        actions={
          <Button
            variant="primary"
            disabled={admin !== null}
            title={admin ?? undefined}
            onClick={() => setOpen(NEW)}
          >
            New rule
          </Button>
        }
      />
      <PostureNav />
      {(open === NEW || shown) && (
        <div className="mb-3">
          <RuleEditor
            key={open}
            initial={shown?.rule ?? NEW_RULE}
            isNew={!shown}
            readOnly={shown?.source === 'folder'}
            onDone={() => setOpen(null)}
          />
        </div>
      )}
      {query.data && rows ? (
        <>
          <Problems list={query.data} />
          {rows.length === 0 && query.data.problems.length === 0 && open !== NEW ? (
            <EmptyState title="No rules of your own">
              Write what your organisation asks of its functions, roles or queues as an expression, try it
              against what is stored, and switch it on. Rules can live in a folder of YAML files as well
              (SIGHTLINE_RULES_DIR).
            </EmptyState>
          ) : (
            rows.length > 0 && (
              <Card flush>
                <ul aria-label="Own rules" className="m-0 list-none p-0">
                  {rows.map((row) => (
                    <Rule key={row.rule.id} row={row} onOpen={() => setOpen(row.rule.id)} />
                  ))}
                </ul>
              </Card>
            )
          )}
        </>
      ) : query.isError ? (
        <ErrorState title="The rules could not be loaded" error={query.error} retry={() => query.refetch()} />
      ) : (
        <SkeletonRows rows={6} />
      )}
    </>
  )
}

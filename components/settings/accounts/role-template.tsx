'use client'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { useApi } from '#components/query/use-api.ts'
import { buttonClass } from '#components/ui/button.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { Select } from '#components/ui/select.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import type { RoleTemplateAnswer } from '#server/services/accounts/schema.ts'

const FORMATS = [
  { value: 'cloudformation', label: 'CloudFormation (also for StackSets)', file: 'sightline-role.yaml' },
  { value: 'terraform', label: 'Terraform', file: 'sightline-role.tf' },
]

type PermissionListProps = {
  permissions: RoleTemplateAnswer['permissions']
  left: string[]
  onToggle: (permission: string) => void
}

function PermissionList({ permissions, left, onToggle }: PermissionListProps) {
  return (
    <fieldset className="m-0 max-h-72 min-w-0 overflow-y-auto rounded-md border border-line p-2">
      <legend className="px-1 text-table text-muted">
        {permissions.length} permissions, all of them to read. Untick one to see what stays invisible without
        it.
      </legend>
      {permissions.map(({ permission, hides }) => {
        const isOut = left.includes(permission)
        return (
          <label key={permission} className="flex cursor-pointer items-start gap-2 py-0.5 text-table">
            <input
              type="checkbox"
              className="mt-0.5 size-3.5 shrink-0 accent-accent"
              checked={!isOut}
              onChange={() => onToggle(permission)}
            />
            <span className="min-w-0">
              <span className="num">{permission}</span>
              <span className={isOut ? 'block font-medium text-high' : 'block text-muted'}>
                {isOut ? 'Not seen without it: ' : ''}
                {hides}
              </span>
            </span>
          </label>
        )
      })}
    </fieldset>
  )
}

/** The read-only role as a template, from the collectors' own list; what is left out says what it hides. */
export function RoleTemplate() {
  const [format, setFormat] = useState('cloudformation')
  const [left, setLeft] = useState<string[]>([])
  const query = useApi<RoleTemplateAnswer>(
    '/role-template',
    { format, without: left.join(',') },
    { refreshMs: false },
  )
  if (query.isPending) return <SkeletonRows rows={6} />
  if (!query.data)
    return (
      <ErrorState
        title="The template could not be made"
        error={query.error}
        stillWorks="`npx sightline iam-policy` prints the policy on the command line."
        retry={() => query.refetch()}
      />
    )
  const toggle = (permission: string) =>
    setLeft(left.includes(permission) ? left.filter((one) => one !== permission) : [...left, permission])
  const { text, permissions } = query.data
  const file = FORMATS.find((one) => one.value === format)?.file
  if (permissions.length === 0)
    return (
      <p className="m-0 text-table text-muted">
        The list of permissions is known once the worker has started for the first time.
      </p>
    )
  return (
    <div className="grid grid-cols-1 min-w-0 gap-2">
      <PermissionList permissions={permissions} left={left} onToggle={toggle} />
      <div className="flex flex-wrap items-center gap-1.5">
        <Select aria-label="Form of the template" value={format} options={FORMATS} onChange={setFormat} />
        <a
          className={buttonClass('default', 'sm')}
          download={file}
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
        >
          <Download size={13} aria-hidden /> Download
        </a>
      </div>
      <CodeBlock code={text} label="Template of the role" />
    </div>
  )
}

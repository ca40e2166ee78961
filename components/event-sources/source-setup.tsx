'use client'
import { useQuery } from '@tanstack/react-query'
import { postApi } from '#components/query/use-api.ts'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '#components/ui/tabs.tsx'
import type { SourceSetupInput, SourceSetup as Told } from '#server/services/event-sources/schema.ts'

/** The policy that a source needs, and the templates of what has to be made for it. */
export function SourceSetup({ setup }: { setup: SourceSetupInput }) {
  const query = useQuery<Told>({
    queryKey: ['api', '/event-sources/setup', JSON.stringify(setup)],
    queryFn: () => postApi<Told>('/event-sources/setup', setup),
    placeholderData: (before) => before,
  })
  if (!query.data) {
    if (query.isPending) return <SkeletonRows rows={4} />
    return (
      <ErrorState title="What it needs could not be told" error={query.error} retry={() => query.refetch()} />
    )
  }
  const { policy, permissions, cloudFormation, terraform } = query.data
  const first = cloudFormation ? 'cloudformation' : 'policy'
  return (
    <Tabs defaultValue={first} className="min-w-0">
      <TabsList aria-label="What it needs" className="mb-2">
        {cloudFormation && <TabsTrigger value="cloudformation">Queue: CloudFormation</TabsTrigger>}
        {terraform && <TabsTrigger value="terraform">Queue: Terraform</TabsTrigger>}
        <TabsTrigger value="policy">IAM policy</TabsTrigger>
      </TabsList>
      {cloudFormation && (
        <TabsContent value="cloudformation">
          <CodeBlock code={cloudFormation} label="CloudFormation of the queue" />
        </TabsContent>
      )}
      {terraform && (
        <TabsContent value="terraform">
          <CodeBlock code={terraform} label="Terraform of the queue" />
        </TabsContent>
      )}
      <TabsContent value="policy" className="grid grid-cols-1 gap-2">
        {policy ? (
          <CodeBlock code={policy} label="IAM policy" />
        ) : (
          <p className="m-0 text-table text-muted">
            It is known once the worker has started for the first time.
          </p>
        )}
        <ul className="m-0 list-none p-0 text-table">
          {permissions.map(({ permission, hides }) => (
            <li key={`${permission} ${hides}`}>
              <span className="num">{permission}</span>{' '}
              <span className="text-muted">without it not seen: {hides}</span>
            </li>
          ))}
        </ul>
      </TabsContent>
    </Tabs>
  )
}

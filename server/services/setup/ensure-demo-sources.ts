import { queueUrl } from '#server/domain/trail-sources/source-address.ts'
import type { Context } from '#server/services/context.ts'

const KEY = 'demo-sources'
/** Above what the demo's first account usually costs. */
const DEMO_BUDGET_USD = 1000
const DATA_STORE_ID = '5f0c1f0e-5d0a-4c6b-9a53-2a7c4d1be0a1'

/**
 * The demo's event sources, once: its queue is received from, its table and its event data store can be asked. The bucket
 * holds the same events and some invocations, and is there to be switched on. For demo mode's command line alone.
 * Cost Explorer is asked about the first account, which has a budget.
 */
export async function ensureDemoSources(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  home: { id: string; region: string },
): Promise<void> {
  const { id: accountId, region } = home
  const files = `s3://shop-cloudtrail-${accountId}/`
  const at = { accountId, region, createdBy: 'Sightline' }
  const createdAt = (seconds: number) => new Date(clock() + 1000 * seconds)
  const queue = { partition: 'aws', region, accountId, name: 'sightline-events' }
  await store.prisma.$transaction(async (tx) => {
    if (await tx.setting.findUnique({ where: { key: KEY } })) return
    await tx.setting.create({ data: { key: KEY, value: true } })
    const updated = { updatedBy: 'Sightline', updatedAt: createdAt(0) }
    await tx.costAccount.create({ data: { accountId, costExplorer: true, ...updated } })
    await tx.costBudget.create({
      data: { accountId, scope: 'account', monthlyUsd: DEMO_BUDGET_USD, ...updated },
    })
    await tx.trailSource.createMany({
      skipDuplicates: true,
      data: [
        {
          ...at,
          kind: 'event-queue',
          name: 'Events of all accounts',
          address: queueUrl(queue),
          createdAt: createdAt(0),
        },
        {
          ...at,
          kind: 'bucket',
          name: 'Log files of company-trail',
          address: files,
          settings: { backDays: 1 },
          enabled: false,
          createdAt: createdAt(1),
        },
        {
          ...at,
          kind: 'athena',
          name: 'Trail of all accounts',
          address: 'security.cloudtrail_logs',
          settings: { workgroup: 'primary', files, partitioning: 'day', dayColumn: 'timestamp' },
          createdAt: createdAt(2),
        },
        {
          ...at,
          kind: 'event-data-store',
          name: 'Event data store',
          address: `arn:aws:cloudtrail:${region}:${accountId}:eventdatastore/${DATA_STORE_ID}`,
          createdAt: createdAt(3),
        },
      ],
    })
  })
}

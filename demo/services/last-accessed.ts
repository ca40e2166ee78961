import { uuidFrom } from '#demo/estate/prng.ts'
import { roleUse } from '#demo/estate/role-use.ts'
import { AwsError } from '#demo/protocol/aws-error.ts'
import type { World } from '#demo/world.ts'
import { boundedInt, type Call, type Operation, page } from './call.ts'

const bucket = { name: 'iam', perSecond: 15 }
const noEntity = (what: string) => new AwsError('NoSuchEntity', 404, `${what} cannot be found.`)

/** The reports that are being made: each is ready when it is asked for the second time. */
type Job = { accountId: string; roleName: string; byAction: boolean; asked: number }
const jobs = new WeakMap<World, Map<string, Job>>()

function jobsOf(world: World): Map<string, Job> {
  const known = jobs.get(world) ?? new Map<string, Job>()
  jobs.set(world, known)
  return known
}

function generate(call: Call): unknown {
  const { input, world, account } = call
  const arn = String(input.Arn ?? '')
  const roleName = arn.split('/').at(-1) ?? ''
  const role = world.estate.iam(account).byRole.get(roleName)
  if (role?.arn !== arn) throw noEntity(`ARN ${arn}`)
  const known = jobsOf(world)
  const JobId = uuidFrom('last accessed', arn, known.size)
  known.set(JobId, {
    accountId: account.id,
    roleName,
    byAction: input.Granularity === 'ACTION_LEVEL',
    asked: 0,
  })
  return { JobId }
}

function getDetails(call: Call): unknown {
  const { input, world, account } = call
  const job = jobsOf(world).get(String(input.JobId ?? ''))
  const iam = world.estate.iam(account)
  const role = job && iam.byRole.get(job.roleName)
  if (!job || !role || job.accountId !== account.id) throw noEntity(`Job ${String(input.JobId)}`)
  job.asked += 1
  const JobCreationDate = new Date(world.now())
  const JobType = job.byAction ? 'ACTION_LEVEL' : 'SERVICE_LEVEL'
  if (job.asked === 1) return { JobStatus: 'IN_PROGRESS', JobType, JobCreationDate, IsTruncated: false }
  const bad = () => new AwsError('ValidationError', 400, 'Invalid Marker or MaxItems.')
  const functions = account.regions.flatMap((region) => world.estate.partition(account, region).functions)
  const size = boundedInt(input.MaxItems, 100, 1, 1000, bad)
  const { items, token } = page(call, roleUse(iam, role, functions), input.Marker, size, bad)
  const at = new Date(Math.floor(world.now() / 3_600_000) * 3_600_000)
  const last = (used: boolean) => (used ? { LastAuthenticated: at, LastAuthenticatedEntity: role.arn } : {})
  return {
    JobStatus: 'COMPLETED',
    JobType,
    JobCreationDate,
    JobCompletionDate: JobCreationDate,
    ServicesLastAccessed: items.map(({ service, used, actions }) => ({
      ServiceName: service,
      ServiceNamespace: service,
      TotalAuthenticatedEntities: used ? 1 : 0,
      ...last(used),
      TrackedActionsLastAccessed: job.byAction
        ? actions.map((action) => ({
            ActionName: action.action,
            ...(action.used ? { LastAccessedTime: at, LastAccessedEntity: role.arn } : {}),
          }))
        : undefined,
    })),
    IsTruncated: token !== undefined,
    Marker: token,
  }
}

export const lastAccessedOperations: Record<string, Operation> = {
  GenerateServiceLastAccessedDetails: {
    bucket,
    run: generate,
    resource: ({ input }) => String(input.Arn ?? '*'),
  },
  GetServiceLastAccessedDetails: { bucket, run: getDetails },
}

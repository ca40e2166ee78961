import type { z } from 'zod'
import { recordAudit } from '#server/services/audit/record-audit.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { validParameters } from '#server/services/parameter-rows.ts'
import { findDetection } from './catalogue.ts'
import { getDetection } from './get-detection.ts'
import type { DetectionDetail, tuneDetectionInput } from './schema.ts'

type Input = { id: string } & z.infer<typeof tuneDetectionInput>

/** Switches a detection, or sets its severity or parameters, for the whole installation, and says why. @throws NotFoundError, InvalidInputError */
export async function tuneDetection(
  context: Context,
  { id, reason, ...change }: Input,
): Promise<DetectionDetail> {
  const actor = authorise(context, 'admin')
  const detection = await findDetection(id)
  const parameters =
    change.parameters && validParameters(detection.parameters, change.parameters, 'detection')
  const now = new Date(context.clock())
  await context.store.prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${`tune ${id}`}))`
    const before = await tx.detectionTuning.findUnique({ where: { detectionId: id } })
    const after = {
      enabled: change.enabled === undefined ? (before?.enabled ?? null) : change.enabled,
      severity: change.severity === undefined ? (before?.severity ?? null) : change.severity,
      parameters: JSON.parse(JSON.stringify(parameters ?? before?.parameters ?? {})),
    }
    const data = { ...after, reason, updatedBy: actor.name, updatedAt: now }
    await tx.detectionTuning.upsert({
      where: { detectionId: id },
      create: { detectionId: id, ...data },
      update: data,
    })
    await recordAudit(tx, context, {
      action: 'detection.tune',
      entity: 'detection',
      entityId: id,
      details: {
        reason,
        before: before && {
          enabled: before.enabled,
          severity: before.severity,
          parameters: before.parameters,
        },
        after,
      },
    })
  })
  return getDetection(context, { id })
}

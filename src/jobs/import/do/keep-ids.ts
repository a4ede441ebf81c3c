import { UsageError } from '../../../base/errors.js'
import { RunStopped } from '../../bulk/run/circuit.js'

/** `--keep-ids`: off, as far as the tenant takes them, or not at all without. */
export type KeepIdsWish = 'no' | 'try' | 'require'

/** What Logto takes for an ID where it takes one. */
const idForm = /^[\w\-.@:+=|]{1,128}$/

/**
 * Whether the tenant keeps the IDs of the source: some Logtos take an ID at creation, others drop it in silence or refuse
 * it, and which it is shows in the first answer. Until then one person goes alone.
 */
export class KeepIds {
  private probing: Promise<void> | undefined
  private release: () => void = () => {}
  private refusal: RunStopped | undefined

  /** @param kept what a run before has found out */
  constructor(
    private readonly wish: KeepIdsWish,
    private kept: boolean | undefined,
  ) {}

  /**
   * How the creation of somebody with this ID goes: `id` is sent, `legacy` in customData, or neither. The first caller
   * gets `probe` and must call `found`, or `failed`; the others wait for that. Throws a RunStopped as `found` does.
   */
  async way(sourceId: string | undefined): Promise<'probe' | 'id' | 'legacy' | 'none'> {
    if (this.wish === 'no' || sourceId === undefined) return 'none'
    while (this.probing) await this.probing
    if (this.refusal) throw this.refusal
    if (this.kept === undefined && idForm.test(sourceId)) {
      this.probing = new Promise((resolve) => {
        this.release = resolve
      })
      return 'probe'
    }
    return this.kept === true && idForm.test(sourceId) ? 'id' : 'legacy'
  }

  /** What the first answer showed. Throws a RunStopped where that is not enough. */
  found(kept: boolean, created: { sourceId: string; id: string }): void {
    this.kept = kept
    if (!kept && this.wish === 'require') this.refusal = notKept(created)
    this.failed()
    if (this.refusal) throw this.refusal
  }

  /** The first was not created: the next one shows it. */
  failed(): void {
    this.probing = undefined
    this.release()
  }
}

function notKept({ sourceId, id }: { sourceId: string; id: string }): RunStopped {
  return new RunStopped(
    new UsageError(`the tenant does not keep IDs: ${sourceId} was created as ${id}, and nobody else`, {
      code: 'import.ids_not_kept',
      hint: `delete that one with logto users delete ${id}; without =require the old ID goes to customData.legacyId`,
    }),
  )
}

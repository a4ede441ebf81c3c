import { grouped } from '../../../base/many.js'
import type { Progress } from '../../../call/output/progress.js'
import type { Tally } from './tally.js'

/** Milliseconds between two drawings. */
const tickMs = 100

/** The bar of a run: rows done, rows a second, time left, failures so far. */
export class Bar {
  private drawn = 0

  constructor(
    private readonly progress: Progress,
    private readonly tally: Pick<Tally<string>, 'over' | 'total' | 'speed' | 'inTrouble'>,
  ) {}

  async draw(): Promise<void> {
    const now = Date.now()
    if (now - this.drawn < tickMs) return
    this.drawn = now
    const { over, total, speed, inTrouble } = this.tally
    const left = speed > 0 ? (total - over) / speed : 0
    const beside = [
      `${speed < 10 ? speed.toFixed(1) : grouped(Math.round(speed))}/s`,
      ...(over < total ? [`${clock(left)} left`] : []),
      ...(inTrouble > 0 ? [`${grouped(inTrouble)} failed`] : []),
    ]
    await this.progress.at(over, total, beside.join(' · '))
  }
}

function clock(seconds: number): string {
  const whole = Math.ceil(seconds)
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const two = (number: number) => String(number).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}

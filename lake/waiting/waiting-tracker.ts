import { randomUUID } from 'node:crypto';
import { waitingKeys } from '../../core/contracts/keys.ts';
import { ERROR_NAMES, isTrackingProblem, type PlatformError } from '../../core/contracts/errors.ts';
import type { WaitingEntry, WhenDown } from '../../core/contracts/waiting.ts';
import type { ObjectStore, Tracker } from '../../core/ports.ts';
import { behind, ELSEWHERE, hangs } from './in-the-way.ts';
import { inTurn, isAhead, isSame, outOfTurn, readWaiting, updateWaiting, withEntry, withoutSent } from './list.ts';
import { givenUpText, refusedText, waitsText } from './texts.ts';
import { contentOf, send, subjectOf, type Told, toldIn } from './told.ts';

export interface WaitingSetting {
  /** A tracker may be told again what it knows, by one process at a time. */
  readonly tracker: Tracker;
  readonly uri: string;
  /** The artifacts. */
  readonly store: ObjectStore;
  readonly whenDown: WhenDown;
  /** The real time: under a constant clock no turn would ever end. It is in nothing but the list of what waits. */
  readonly nowMs: () => number;
  /** Tells whoever reads the log, or the terminal. */
  readonly say: (line: string) => void;
}

type Subject = Pick<WaitingEntry, 'kind' | 'dataset' | 'runId' | 'part'>;

/** A call that fails after so long was waited for: its server hangs. */
const HANGING_MS = 5_000;
/** For so long a server that hangs is not asked again: it costs a run one timeout, not one for each record. */
const SILENCE_MS = 10 * 60_000;
/** For so long one call sends what waits: a step's time is limited. */
const SENDING_MS = 60_000;
/** Of what is told now, and did not wait. */
const NO_CONTENT = '';
/** One thing may fail by its own fault; after so many the server is at fault. */
const MOST_FAILURES = 3;

/**
 * The tracker on a server, and the list of what that server has not taken yet. Everything is told in the order in which it happened: what waits
 * first. A training's record that is not taken waits, too, or fails, as the platform's literal says; marks and evaluations always wait, since what
 * they tell of has happened already.
 *
 * What waits is sent by one process at a time: a server keeps two runs of a record that two processes send at once.
 */
export class WaitingTracker implements Tracker {
  private silentUntilMs = 0;
  private lastFailure: PlatformError | undefined;
  private readonly by = randomUUID();

  constructor(private readonly setting: WaitingSetting) {}

  record: Tracker['record'] = (...args) => this.tell({ kind: 'record', args });
  evaluate: Tracker['evaluate'] = (...args) => this.tell({ kind: 'evaluate', args });
  markProduction: Tracker['markProduction'] = (...args) => this.tell({ kind: 'markProduction', args });
  markRefused: Tracker['markRefused'] = (...args) => this.tell({ kind: 'markRefused', args });

  private async tell(told: Told): Promise<void> {
    const mayWait = told.kind !== 'record' || this.setting.whenDown === 'wait';
    const inTheWay = (await this.silence(told)) ?? (await this.sendWaiting(isHeldUp));
    if (inTheWay !== undefined && mayWait) {
      await this.keep(told, inTheWay);
      // Whoever was sending may have looked for the last time just before.
      if (inTheWay === ELSEWHERE) await this.sendWaiting(isHeldUp);
      return;
    }
    const failure = await this.attempt(told);
    if (failure === undefined) {
      await this.settle({ ...subjectOf(told), id: NO_CONTENT });
      // Perhaps what they were refused for has been set right.
      await this.sendWaiting((entry) => entry.isRefused);
      return;
    }
    if (!mayWait || (await this.isInVain(subjectOf(told), failure))) throw failure;
    await this.keep(told, failure);
  }

  /** @returns why nothing is asked: a training's record, with which the telling of a run begins, goes by what this process has seen alone */
  private async silence({ kind }: Told): Promise<PlatformError | undefined> {
    const { uri, store, nowMs } = this.setting;
    if (nowMs() < this.silentUntilMs) return this.lastFailure;
    if (kind === 'record') return undefined;
    const { silent } = await readWaiting(store);
    return silent?.uri === uri && isAhead(silent.untilMs, nowMs(), SILENCE_MS) ? hangs(uri) : undefined;
  }

  /** Sends what waits. @returns what ended it before the last, or that another process is at it; undefined where nothing is left */
  private async sendWaiting(isMeant: (entry: WaitingEntry) => boolean): Promise<PlatformError | undefined> {
    const { uri, nowMs } = this.setting;
    const isDue = (entry: WaitingEntry) => entry.uri === uri && isMeant(entry);
    if (!(await readWaiting(this.setting.store)).entries.some(isDue)) return undefined;
    const { sender } = await this.update((list) => inTurn(list, this.by, nowMs()));
    if (sender?.by !== this.by) return ELSEWHERE;
    try {
      return await this.sendAll(isDue);
    } finally {
      await this.update((list) => outOfTurn(list, this.by));
    }
  }

  /** Each once, by the list as it is by then: others add to it meanwhile, and make untrue what waits in it. */
  private async sendAll(isDue: (entry: WaitingEntry) => boolean): Promise<PlatformError | undefined> {
    const { store, nowMs } = this.setting;
    const endMs = nowMs() + SENDING_MS;
    const tried = new Set<string>();
    let failures = 0;
    for (;;) {
      const due = (await readWaiting(store)).entries.filter((entry) => isDue(entry) && !tried.has(entry.id));
      if (due.length === 0) return undefined;
      if (nowMs() >= endMs) return behind(due.length);
      const [entry] = due;
      tried.add(entry.id);
      const failure = await this.sendEntry(entry);
      // What is refused for the first time is set apart, and in nobody's way.
      if (failure === undefined || (isRefusal(failure) && !entry.isRefused)) continue;
      failures += 1;
      if (nowMs() < this.silentUntilMs || failures === MOST_FAILURES) return failure;
    }
  }

  private async sendEntry(entry: WaitingEntry): Promise<PlatformError | undefined> {
    const { store } = this.setting;
    const body = (await store.readTagged(waitingKeys.content(entry.id)))?.body;
    // Emptied by whoever has sent it.
    const failure = body?.length === 0 ? undefined : await this.attempt(() => toldIn(entry.id, body));
    if (failure === undefined) {
      // Nothing is deleted here, but a model need not be kept twice. First of all: told again from now on, it waits with its content.
      await store.write(waitingKeys.content(entry.id), new Uint8Array());
      await this.settle(entry);
      return undefined;
    }
    if (await this.isInVain(entry, failure)) await this.giveUp(entry, failure);
    else if (isRefusal(failure)) await this.setApart(entry, failure);
    return failure;
  }

  /** A mark of a version that the server does not know, and will not: its record does not wait for it. */
  private async isInVain({ kind, dataset, runId }: Subject, failure: PlatformError): Promise<boolean> {
    if (!isRefusal(failure) || (kind !== 'markProduction' && kind !== 'markRefused')) return false;
    const { uri, store } = this.setting;
    const record = { uri, kind: 'record', dataset, runId, part: '' } as const;
    return !(await readWaiting(store)).entries.some((entry) => isSame(entry, record));
  }

  private async giveUp(entry: WaitingEntry, failure: PlatformError): Promise<void> {
    this.setting.say(givenUpText({ ...entry, reason: failure.message }));
    await this.settle(entry);
  }

  /** @returns why the server does not take it */
  private async attempt(told: Told | (() => Told)): Promise<PlatformError | undefined> {
    const { tracker, nowMs } = this.setting;
    const begunMs = nowMs();
    try {
      await send(tracker, typeof told === 'function' ? told() : told);
      return undefined;
    } catch (error) {
      if (!isTrackingProblem(error)) throw error;
      // A refusal is an answer, however long the file took to be sent.
      if (!isRefusal(error) && nowMs() - begunMs >= HANGING_MS) {
        this.silentUntilMs = nowMs() + SILENCE_MS;
        this.lastFailure = error;
      }
      return error;
    }
  }

  private async keep(told: Told, failure: PlatformError): Promise<void> {
    const { store, uri, nowMs, say } = this.setting;
    const { id, body } = contentOf(told, uri);
    await store.write(waitingKeys.content(id), body);
    const isRefused = isRefusal(failure);
    const news = { sinceMs: nowMs(), reason: failure.message, isRefused, isTold: false };
    const entry = { id, uri, ...subjectOf(told), ...news };
    const silent = this.silentUntilMs > nowMs() ? { uri, untilMs: this.silentUntilMs } : undefined;
    const { entries } = await this.update((list) => withEntry({ ...list, silent: silent ?? list.silent }, entry));
    if (isRefused) return say(refusedText(entry));
    const waiting = entries.filter((other) => other.uri === uri && !other.isRefused);
    if (waiting.length === 1) say(waitsText(waiting));
  }

  private async setApart(entry: WaitingEntry, failure: PlatformError): Promise<void> {
    const { say } = this.setting;
    const apart = { ...entry, isRefused: true, reason: failure.message, isTold: false };
    if (!entry.isRefused) say(refusedText(apart));
    const isNews = !entry.isRefused || entry.reason !== failure.message;
    if (!isNews) return;
    await this.update((list) => ({ ...list, entries: list.entries.map((one) => (one.id === entry.id ? apart : one)) }));
  }

  private async settle(sent: Subject & Pick<WaitingEntry, 'id'>): Promise<void> {
    const { uri, nowMs } = this.setting;
    await this.update((list) => {
      const silent = list.silent?.uri === uri ? null : list.silent;
      const rest = { ...withoutSent(list, { ...sent, uri }), silent };
      if (rest.entries.length === list.entries.length && silent === list.silent) return list;
      // The turn is longer by one.
      return list.sender?.by === this.by ? inTurn(rest, this.by, nowMs()) : rest;
    });
  }

  private update(change: Parameters<typeof updateWaiting>[1]) {
    return updateWaiting(this.setting.store, change);
  }
}

/** What waits for the server to be up, in its order. */
function isHeldUp({ isRefused }: WaitingEntry): boolean {
  return !isRefused;
}

function isRefusal({ name }: PlatformError): boolean {
  return name === ERROR_NAMES.trackingRefused;
}

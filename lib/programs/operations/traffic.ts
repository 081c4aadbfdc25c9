import { Random } from '../service/random';

/** Errors that happen on purpose: so many of a service, over so many seconds. */
export interface ErrorBurst {
  readonly service: string;
  /** From when it was set. */
  readonly afterSeconds: number;
  readonly errors: number;
  readonly overSeconds: number;
}

/** A load that rises on purpose. */
export interface LoadRamp {
  readonly service: string;
  readonly afterSeconds: number;
  readonly perMinute: number;
}

/** What is made on purpose. */
export interface Injected {
  readonly burst?: ErrorBurst;
  readonly ramp?: LoadRamp;
}

export interface TrafficSettings extends Injected {
  readonly services: readonly string[];
  readonly seed: number;
  /** 0: all services alike; 1: the first far more often than the last. */
  readonly skew: number;
}

const usualLoad = 0.4;
const noise = 0.05;

/**
 * What a call is like: the same for the same seed, number, time and errors so far.
 *
 * @param number of the call, over all services
 * @param seconds since the injection began
 * @param errors that it has made
 */
export function trafficOf(
  { services, seed, skew, burst, ramp }: TrafficSettings,
  number: number,
  seconds: number,
  errors: number,
): { readonly service: string; readonly fail: boolean; readonly load: number } {
  const random = new Random(seed + number * 7_919);
  const service = services[random.below(services.length, skew)] ?? '';
  const load = usualLoad + noise * (2 * random.next() - 1) + (ramp?.service === service ? risen(ramp, seconds) : 0);
  const fail = burst?.service === service && errors < due(burst, seconds);
  return { service, fail, load: Math.round(load * 1_000) / 1_000 };
}

const risen = ({ afterSeconds, perMinute }: LoadRamp, seconds: number): number =>
  (Math.max(0, seconds - afterSeconds) / 60) * perMinute;

/** How many errors there should be by then: spread over the time of the burst. */
function due({ afterSeconds, errors, overSeconds }: ErrorBurst, seconds: number): number {
  if (seconds < afterSeconds) return 0;
  return errors * Math.min(1, overSeconds === 0 ? 1 : (seconds - afterSeconds) / overSeconds);
}

function parts(text: string, setting: string, form: string): readonly [service: string, ...numbers: number[]] {
  const [service = '', ...rest] = text.split(':');
  const numbers = rest.map(Number);
  if (numbers.length !== form.split(':').length - 1 || numbers.some((its) => !(its >= 0)))
    throw new Error(`the environment variable ${setting} is ${text}: ${form} is needed`);
  return [service, ...numbers];
}

/** `billing:20:8:4`: 8 errors of billing over 4 seconds, 20 seconds after it was set. @throws Error naming the form */
export function readBurst(text: string): ErrorBurst {
  const [service, afterSeconds = 0, errors = 0, overSeconds = 0] = parts(
    text,
    'ERROR_BURST',
    'service:after seconds:errors:over seconds',
  );
  return { service, afterSeconds, errors, overSeconds };
}

/** `search:10:0.3`: the load of search rises by 0.3 a minute, from 10 seconds after it was set. @throws Error naming the form */
export function readRamp(text: string): LoadRamp {
  const [service, afterSeconds = 0, perMinute = 0] = parts(text, 'LOAD_RAMP', 'service:after seconds:per minute');
  return { service, afterSeconds, perMinute };
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

/** A browser that is there: none is downloaded. */
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

interface Shown {
  readonly shipped: number;
  readonly perSecond: number;
  readonly top: readonly string[];
  readonly alerts: readonly string[];
}

/** Opens the page of a pod in a headless browser, tells what it shows, and keeps a picture of it. */
export async function pageOf(namespace: string, pod: string, picture: string): Promise<Shown> {
  const forward = spawn('kubectl', ['port-forward', '-n', namespace, pod, ':8080'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  try {
    const [line] = (await once(createInterface(forward.stdout), 'line')) as [string];
    const port = /127\.0\.0\.1:(\d+)/.exec(line)?.[1];
    if (port === undefined) throw new Error(`kubectl port-forward said: ${line}`);
    return await look(`http://127.0.0.1:${port}/`, picture);
  } finally {
    forward.kill();
  }
}

async function look(url: string, picture: string): Promise<Shown> {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1_000, height: 640 } });
    await page.goto(url);
    await page.waitForFunction(
      "document.querySelectorAll('#orders dd').length > 0 && document.querySelectorAll('#events rect').length > 0",
    );
    await page.screenshot({ path: picture });
    const texts = (selector: string): Promise<string[]> => page.locator(selector).allTextContents();
    const number = async (selector: string): Promise<number> =>
      Number(((await texts(selector))[0] ?? '').replaceAll(',', ''));
    return {
      shipped: await number('#orders div:has(dt:text-is("shipped")) dd'),
      perSecond: await number('#rate'),
      top: await texts('#top li:not(.none)'),
      alerts: await texts('#alerts li:not(.none)'),
    };
  } finally {
    await browser.close();
  }
}

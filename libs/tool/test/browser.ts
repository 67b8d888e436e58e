import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--force-prefers-reduced-motion',
  '--window-size=1200,700',
  '--remote-debugging-pipe',
];

/** How long the browser may take for one answer. */
const PATIENCE_MS = 120_000;

/** A file in headless Chromium, used with its real mouse and keyboard events. Disposing it ends the browser. */
export class BrowserPage implements AsyncDisposable {
  readonly #process: ChildProcess;
  readonly #profile: string;
  readonly #waiting = new Map<number, PromiseWithResolvers<Record<string, unknown>>>();
  #session: string | undefined;
  #count = 0;
  #pending = '';
  /** Dialogs and messages of the console: a page that behaves has none. */
  readonly complaints: string[] = [];

  private constructor() {
    this.#profile = mkdtempSync(join(tmpdir(), 'bcc-ts-browser-'));
    this.#process = spawn('chromium', [...flags, `--user-data-dir=${this.#profile}`, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    });
    this.#process.stdio[4]!.on('data', (chunk: Buffer) => this.#receive(chunk.toString()));
    this.#process.on('error', (error) => this.#end(error));
    this.#process.on('exit', () => this.#end(new Error('the browser has ended')));
  }

  static async open(file: string): Promise<BrowserPage> {
    const page = new BrowserPage();
    const { targetId } = await page.#send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await page.#send('Target.attachToTarget', { targetId, flatten: true });
    page.#session = sessionId as string;
    await page.#send('Page.enable');
    await page.#send('Runtime.enable');
    await page.#send('Page.navigate', { url: pathToFileURL(file).href });
    await page.evaluate(
      `new Promise((done) => document.readyState === 'complete' ? done() : addEventListener('load', () => done()))`,
    );
    return page;
  }

  /** The value of an expression in the page. */
  // biome-ignore lint/suspicious/noExplicitAny: a test knows what it asks for
  async evaluate(expression: string): Promise<any> {
    const options = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await this.#send('Runtime.evaluate', options);
    if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
    return (result as { value: unknown }).value;
  }

  /** Clicks into the middle of what an expression gives. */
  async click(element: string): Promise<void> {
    const [x, y] = await this.evaluate(
      `(() => { const box = (${element}).getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2] })()`,
    );
    for (const type of ['mouseMoved', 'mousePressed', 'mouseReleased']) {
      await this.#send('Input.dispatchMouseEvent', { type, x, y, button: 'left', clickCount: 1 });
    }
  }

  async press(key: string, modifiers: { control?: boolean } = {}): Promise<void> {
    const text = key.length === 1 && !modifiers.control ? { text: key } : {};
    const event = { key, modifiers: modifiers.control ? 2 : 0, ...text };
    await this.#send('Input.dispatchKeyEvent', { type: 'keyDown', ...event });
    await this.#send('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
  }

  async type(text: string): Promise<void> {
    for (const letter of text) await this.press(letter);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = new Promise((resolve) => this.#process.on('exit', resolve));
    if (this.#process.exitCode === null && this.#process.signalCode === null && this.#process.kill('SIGKILL'))
      await ended;
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }

  async #send(method: string, params: object = {}): Promise<Record<string, unknown>> {
    const id = ++this.#count;
    const answer = Promise.withResolvers<Record<string, unknown>>();
    this.#waiting.set(id, answer);
    const session = this.#session === undefined ? {} : { sessionId: this.#session };
    (this.#process.stdio[3] as NodeJS.WritableStream).write(`${JSON.stringify({ id, method, params, ...session })}\0`);
    const timer = setTimeout(() => answer.reject(new Error(`${method}: no answer from the browser`)), PATIENCE_MS);
    return answer.promise.finally(() => clearTimeout(timer));
  }

  #receive(text: string): void {
    const messages = (this.#pending + text).split('\0');
    this.#pending = messages.pop() ?? '';
    for (const message of messages) {
      const { id, method, params, result, error } = JSON.parse(message);
      if (['Page.javascriptDialogOpening', 'Runtime.consoleAPICalled', 'Runtime.exceptionThrown'].includes(method)) {
        this.complaints.push(JSON.stringify(params));
      }
      const answer = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error) answer?.reject(new Error(JSON.stringify(error)));
      else answer?.resolve(result);
    }
  }

  #end(error: Error): void {
    for (const answer of this.#waiting.values()) answer.reject(error);
    this.#waiting.clear();
  }
}

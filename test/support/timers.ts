/** Counts the page's timers that are yet to come, until `end`. Stands alone, so that it can be sent to a page. */
export function countTimers(): {timers: Set<number>; end: () => void} {
  const timers = new Set<number>();
  const {setTimeout, clearTimeout, setInterval, clearInterval} = window;
  Object.assign(window, {
    timers,
    setTimeout: (work: () => void, ms: number) => {
      const id = setTimeout(() => {
        timers.delete(id);
        work();
      }, ms);
      timers.add(id);
      return id;
    },
    setInterval: (work: () => void, ms: number) => {
      const id = setInterval(work, ms);
      timers.add(id);
      return id;
    },
    clearTimeout: (id: number) => {
      timers.delete(id);
      clearTimeout(id);
    },
    clearInterval: (id: number) => {
      timers.delete(id);
      clearInterval(id);
    },
  });
  return {timers, end: () => Object.assign(window, {setTimeout, clearTimeout, setInterval, clearInterval})};
}

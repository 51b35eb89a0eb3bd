/**
 * A tablet that people share. [data-tablet="address of the start"] left alone for data-left-alone seconds makes room
 * for the next person; where data-still-there says how long, whoever is slow is asked first. A page that the browser
 * keeps in memory is kept blank, and leaves when it comes back.
 */
export function shareTablet() {
  const { tablet: start, leftAlone, stillThere } = document.querySelector("[data-tablet]")?.dataset ?? {};
  if (start) new Watch(start, Number(leftAlone), Number(stillThere ?? 0)).begin();
}

class Watch {
  constructor(start, leftAlone, stillThere) {
    this.start = start;
    this.leftAlone = leftAlone * 1000;
    this.stillThere = stillThere * 1000;
    this.question = document.getElementById("still-there");
  }

  begin() {
    for (const sign of ["pointerdown", "keydown", "input", "wheel"]) {
      window.addEventListener(sign, () => this.question?.open || this.wait(), { passive: true });
    }
    this.question?.addEventListener("close", () => this.wait());
    window.addEventListener("pagehide", () => (document.documentElement.hidden = true));
    window.addEventListener("pageshow", (event) => event.persisted && this.leave());
    // A tablet that sleeps counts no time: when it wakes up, the clock says how long it was alone.
    document.addEventListener("visibilitychange", () => this.isLate() && this.leave());
    this.wait();
  }

  wait() {
    clearTimeout(this.timer);
    this.since = Date.now();
    this.timer = setTimeout(() => this.ask(), this.leftAlone);
  }

  ask() {
    if (!this.question) return this.leave();
    this.question.showModal();
    this.timer = setTimeout(() => this.leave(), this.stillThere);
  }

  isLate() {
    return Date.now() - this.since > this.leftAlone + this.stillThere;
  }

  leave() {
    window.location.replace(this.start);
  }
}

// Saving as one types. What is not yet acknowledged lies in localStorage, so that no browser, network or session that dies
// takes it along; a batch keeps its key until the server has answered, so that sending it twice saves it once.
(function () {
  "use strict";
  const RETRY = [1000, 2000, 5000, 10000, 30000];

  class Saver {
    // urls, store: from the page; token(): the form's token; versionOf(cell): the version last seen;
    // told(outcomes, clock): what the server made of a batch; changed(): the state of saving has moved.
    constructor(options) {
      Object.assign(this, options);
      this.groups = [];
      this.flight = null;
      this.failures = 0;
      this.state = "idle"; // idle, saving, offline, signed-out, refused
      this.words = "";
      this.clock = "";
      this.timer = null;
      window.addEventListener("online", () => this.send());
      window.addEventListener("focus", () => { if (this.state !== "idle") this.send(); });
      window.addEventListener("storage", () => { if (this.state === "signed-out") this.send(); });
      window.addEventListener("beforeunload", () => this.keep());
    }

    // What an earlier page did not get through, oldest first.
    restore() {
      let kept = null;
      try { kept = JSON.parse(localStorage.getItem(this.store) || "null"); } catch { kept = null; }
      if (!kept) return [];
      if (kept.flight) this.groups.push({ origin: kept.flight.origin, entries: kept.flight.entries, batch: kept.flight.batch });
      for (const group of kept.groups || []) this.groups.push(group);
      const entries = this.groups.flatMap((group) => group.entries);
      entries.forEach((entry) => { entry.restored = true; });
      return entries;
    }

    keep() {
      const left = { flight: this.flight, groups: this.groups };
      try {
        if (this.flight || this.groups.length) localStorage.setItem(this.store, JSON.stringify(left));
        else localStorage.removeItem(this.store);
      } catch { /* a full or forbidden store: the page still holds it */ }
    }

    get waiting() {
      return this.groups.reduce((sum, group) => sum + group.entries.length, 0) + (this.flight ? this.flight.entries.length : 0);
    }

    // Entries of one act: typed ones gather in one batch, a paste is a batch of its own.
    put(entries, origin, delay) {
      const last = this.groups[this.groups.length - 1];
      if (origin === "typed" && last && last.origin === "typed" && !last.batch) {
        const fresh = new Set(entries.map((entry) => entry.cell));
        last.entries = last.entries.filter((entry) => !fresh.has(entry.cell)).concat(entries);
      } else {
        this.groups.push({ origin, entries });
      }
      this.keep();
      this.changed();
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.send(), delay === undefined ? 400 : delay);
    }

    async send() {
      if (this.flight && this.busy) return;
      if (!this.flight) {
        const group = this.groups.shift();
        if (!group) return;
        group.entries.forEach((entry) => { if (!entry.restored) entry.expected = this.versionOf(entry.cell); });
        this.flight = { batch: group.batch || crypto.randomUUID().replaceAll("-", ""), origin: group.origin, entries: group.entries };
        this.keep();
      }
      this.busy = true;
      this.say("saving");
      try {
        await this.attempt();
      } finally {
        this.busy = false;
      }
    }

    async attempt() {
      let answer;
      try {
        answer = await fetch(this.urls.save, {
          method: "POST", redirect: "manual", credentials: "same-origin",
          headers: { "Content-Type": "application/json", "X-CSRFToken": this.token(), "HX-Request": "true" },
          body: JSON.stringify(this.flight),
        });
      } catch {
        return this.later("offline");
      }
      if (answer.type === "opaqueredirect" || answer.status === 401) return this.later("signed-out");
      const plain = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : null;
      if (!plain && answer.status === 403 && !this.renewed) { this.renewed = true; return this.renew(); }
      if (!plain) return this.later("offline");
      this.renewed = false;
      this.failures = 0;
      const sent = this.flight;
      this.flight = null;
      this.keep();
      if (plain.refused) {
        this.say("refused", plain.refused);
        this.told(sent.entries.map((entry) => ({ cell: entry.cell, done: "refused", findings: [{ level: "block", found: plain.refused, mend: "" }] })), sent);
      } else {
        this.clock = plain.clock;
        this.say("idle");
        this.told(plain.outcomes, sent);
      }
      if (this.groups.length) this.busy = false, this.send();
    }

    // After signing in again elsewhere the token has changed: ask for the present one.
    async renew() {
      try {
        const answer = await fetch(this.urls.data, { credentials: "same-origin", redirect: "manual", headers: { "HX-Request": "true" } });
        if (answer.type === "opaqueredirect" || answer.status === 401) return this.later("signed-out");
        this.token.value = (await answer.json()).token;
        return this.attempt();
      } catch {
        return this.later("offline");
      }
    }

    later(state) {
      this.say(state);
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.send(), RETRY[Math.min(this.failures, RETRY.length - 1)]);
      this.failures += 1;
    }

    say(state, words) {
      this.state = state;
      this.words = words || "";
      this.changed();
    }
  }

  window.leitaiSaver = Saver;
})();

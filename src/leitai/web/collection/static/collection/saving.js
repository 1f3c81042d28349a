// Saving as one types. What is not yet acknowledged lies in localStorage, so that no browser, network or session that dies
// takes it along; a batch keeps its key until the server has answered, so that sending it twice saves it once.
//
// Each page keeps a drawer of its own under the store of its person and form. A page that opens takes over the drawers of
// pages that are gone: its own from before a reload at once, another's when it has not been touched for a while.
(function () {
  "use strict";
  const RETRY = [1000, 2000, 5000, 10000, 30000], BEAT = 1000, GONE = 4000, PATIENCE = 20000, DELAY = 400;

  class Saver {
    // urls, store, person: from the page; token: {value}; versionOf(cell): the version last seen;
    // told(outcomes, sent): what the server made of a batch; changed(): the state of saving has moved.
    constructor(options) {
      Object.assign(this, options);
      this.page = window.leitai.key();
      this.groups = []; // acts not yet sent, oldest first: {batch, origin, entries}
      this.flight = null; // the one that is under way
      this.aside = new Map(); // cell → what the server would not take, until somebody settles it
      this.failures = 0;
      this.state = "idle"; // idle, saving, offline, signed-out, refused
      this.words = "";
      this.clock = "";
      this.timer = null;
      window.addEventListener("online", () => this.send());
      window.addEventListener("focus", () => { if (this.state !== "idle") this.send(); });
      window.addEventListener("pagehide", () => this.keep());
      setInterval(() => { if (this.kept) this.keep(); }, BEAT);
    }

    get drawer() { return this.store + ":" + this.page; }

    get waiting() {
      return this.groups.reduce((sum, group) => sum + group.entries.length, 0) + (this.flight ? this.flight.entries.length : 0);
    }

    keep() {
      const full = this.flight || this.groups.length || this.aside.size;
      try {
        if (full) localStorage.setItem(this.drawer, JSON.stringify({ beat: Date.now(), flight: this.flight, groups: this.groups, aside: [...this.aside.values()] }));
        else if (this.kept) localStorage.removeItem(this.drawer);
        this.kept = Boolean(full);
      } catch { /* a full or forbidden store: the page still holds it */ }
    }

    // What earlier pages did not get through. `found` is told of the entries as they are taken over.
    restore(found) {
      const before = sessionStorage.getItem(this.store);
      sessionStorage.setItem(this.store, this.page);
      const others = Object.keys(localStorage).filter((key) => key.startsWith(this.store + ":") && key !== this.drawer);
      const young = others.filter((key) => key !== this.store + ":" + before && Date.now() - this.beat(key) < GONE);
      this.take(others.filter((key) => !young.includes(key)), found);
      const beats = new Map(young.map((key) => [key, this.beat(key)]));
      if (young.length) setTimeout(() => this.take(young.filter((key) => this.beat(key) === beats.get(key)), found), GONE);
    }

    beat(drawer) {
      try { return JSON.parse(localStorage.getItem(drawer)).beat; } catch { return 0; }
    }

    take(drawers, found) {
      const groups = [];
      for (const drawer of drawers) {
        let kept = null;
        try { kept = JSON.parse(localStorage.getItem(drawer)); } catch { /* not ours to read */ }
        localStorage.removeItem(drawer);
        if (!kept) continue;
        if (kept.flight) groups.push(kept.flight);
        groups.push(...(kept.groups || []));
        if (kept.aside && kept.aside.length) groups.push({ batch: window.leitai.key(), origin: "typed", entries: kept.aside });
      }
      if (!groups.length) return;
      groups.forEach((group) => group.entries.forEach((entry) => { entry.restored = true; }));
      this.groups.unshift(...groups);
      this.keep();
      found(groups.flatMap((group) => group.entries));
      this.send();
    }

    // Entries of one act: what is typed gathers in one batch, a paste is a batch of its own.
    put(entries, origin) {
      const last = this.groups[this.groups.length - 1];
      entries.forEach((entry) => this.aside.delete(entry.cell));
      if (origin === "typed" && last && last.origin === "typed" && !last.entries.some((entry) => entry.restored)) {
        const fresh = new Map(entries.map((entry) => [entry.cell, entry]));
        last.entries = last.entries.map((entry) => {
          const newer = fresh.get(entry.cell);
          fresh.delete(entry.cell);
          return newer ? Object.assign({}, entry, newer) : entry;
        }).concat([...fresh.values()]);
      } else {
        this.groups.push({ batch: window.leitai.key(), origin, entries });
      }
      this.keep();
      this.changed();
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.send(), DELAY);
    }

    // A figure somebody has settled: nothing of it is left to be sent.
    settle(cell) {
      this.aside.delete(cell);
      this.keep();
    }

    async send() {
      if (this.busy) return;
      if (!this.flight) {
        const group = this.groups.shift();
        if (!group) return;
        group.entries.forEach((entry) => { if (!entry.restored) entry.expected = this.versionOf(entry.cell); });
        this.flight = group;
        this.keep();
      }
      this.busy = true;
      this.say("saving");
      try {
        await this.attempt();
      } finally {
        this.busy = false;
      }
      if (this.groups.length && !this.flight) this.send();
    }

    ask(url, body) {
      const patience = new AbortController();
      setTimeout(() => patience.abort(), PATIENCE);
      return fetch(url, {
        method: body ? "POST" : "GET", redirect: "manual", credentials: "same-origin", signal: patience.signal,
        headers: Object.assign({ "HX-Request": "true" }, body ? { "Content-Type": "application/json", "X-CSRFToken": this.token.value } : {}),
        body: body && JSON.stringify(body),
      });
    }

    async attempt() {
      let answer, plain = null;
      try {
        answer = await this.ask(this.urls.save, Object.assign({ person: this.person }, this.flight));
        if ((answer.headers.get("Content-Type") || "").includes("json")) plain = await answer.json();
      } catch {
        return this.later("offline");
      }
      if (answer.type === "opaqueredirect" || answer.status === 401) return this.later("signed-out");
      if (plain && plain.code === "CO-102") return this.later("signed-out", plain.refused);
      if (!plain && answer.status === 403 && !this.renewed) { this.renewed = true; return this.renew(); }
      if (!plain) return this.later("offline");
      this.renewed = false;
      this.failures = 0;
      const sent = this.flight;
      this.flight = null;
      this.clock = plain.clock || this.clock;
      this.outcome(plain.refused
        ? sent.entries.map((entry) => ({ cell: entry.cell, done: "refused", findings: [{ level: "block", found: plain.refused, allowed: "", mend: "" }] }))
        : plain.outcomes, sent);
      this.keep();
      this.say(plain.refused ? "refused" : "idle", plain.refused);
    }

    // What was taken moves the versions of what was restored behind it; what was not is laid aside.
    outcome(outcomes, sent) {
      for (const one of outcomes) {
        const taken = one.done !== "refused" && one.done !== "conflict";
        const later = this.groups.flatMap((group) => group.entries).filter((entry) => entry.cell === one.cell);
        if (taken) later.forEach((entry) => { if (entry.restored) entry.expected = one.version; });
        else if (!later.length) this.aside.set(one.cell, sent.entries.find((entry) => entry.cell === one.cell));
      }
      this.told(outcomes, sent);
    }

    // After signing in again elsewhere the token has changed: ask for the present one.
    async renew() {
      try {
        const answer = await this.ask(this.urls.data);
        if (answer.type === "opaqueredirect" || answer.status === 401) return this.later("signed-out");
        this.token.value = (await answer.json()).token;
      } catch {
        return this.later("offline");
      }
      return this.attempt();
    }

    later(state, words) {
      this.renewed = false;
      this.say(state, words);
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

  window.leitai.Saver = Saver;
})();

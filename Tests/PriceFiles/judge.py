#!/usr/bin/env python3
"""Holds a folder of cases (cases.json beside its files) against a `margin`: one verdict a case. README.md explains the fields."""
import json, os, re, subprocess

NAMES = ("unsorted duplicate-date hole frozen-prices stale-prices forward-filled split-like-jump unit-jump reverting-print non-positive-price close-outside-bar future-date "
         "close-and-adjusted-close-part ignored-column mixed-currency short-history step-change looks-like-returns").split()
QUIET = {"unsorted", "duplicate-date", "ignored-column", "short-history"}      # may stand in `data inspect` alone; the others belong into the answer itself
MODEL = ["--models", "historical", "--window", "100000", "--format", "json", "--jobs", "1"]

def call(margin, folder, *args):
    try: return subprocess.run([margin, *args], cwd=folder, capture_output=True, text=True, errors="replace", timeout=60)
    except subprocess.TimeoutExpired: return None
def crashed(p): return p is None or p.returncode < 0 or p.returncode > 128 or "Fatal error" in p.stderr
def parsed(p):
    try: return json.loads(p.stdout)
    except ValueError: return {}
def found(d, text):
    """Names of findings in a JSON answer (values of code, name, finding, kind) and in what was said on standard error."""
    out = set()
    def visit(x):
        if isinstance(x, dict):
            for k, v in x.items():
                if k in ("code", "name", "finding", "kind") and v in NAMES: out.add(v)
                visit(v)
        elif isinstance(x, list):
            for v in x: visit(v)
    visit(d); out |= {n for n in NAMES if "-" in n and re.search(rf"(?<![\w-]){n}(?![\w-])", text)}
    out |= {n for n in ("hole", "unsorted") if re.search(rf"\b{n}\b:", text)}
    return out
def near(a, b, tol): return isinstance(a, (int, float)) and abs(a - b) <= tol * max(1.0, abs(b))
def firsts(d, name):
    """First date of an instrument, where an answer holds one."""
    if isinstance(d, dict):
        if d.get("instrument") == name and d.get("firstDate"): return d["firstDate"]
        d = list(d.values())
    for v in d if isinstance(d, list) else []:
        x = firsts(v, name)
        if x: return x

def verdict(margin, folder, case):
    """(held, why)."""
    f, must = case["file"], case["mustRead"]
    if case.get("command"):
        p = call(margin, folder, *case["command"])
        if crashed(p): return False, "crash"
        if p.returncode == 2 and len(p.stderr.strip()) > 15: return True, "refused"
        said = any(w.get("code") for x in parsed(p).get("instruments", []) for m in x.get("models", []) for w in m.get("warnings", []) if "volatility" in w.get("message", "").lower() or "no-effect" in w.get("code", "")) or "no effect" in p.stderr
        return (True, "warned") if case.get("orWarn") and said else (False, f"exit {p.returncode}, accepted without a word")
    p = call(margin, folder, "calibrate", f, *MODEL)
    if crashed(p): return False, "crash or hang"
    d = parsed(p); got = {x["instrument"]: x for x in d.get("instruments", [])}; message = p.stderr + json.dumps(d.get("failures", []))
    if not got:
        if p.returncode not in (2, 3): return False, f"exit {p.returncode} and no instrument"
        if len(p.stderr.strip()) < 15 and not d.get("failures"): return False, "refused without a word"
        if must is True and not case.get("orRefuse"): return False, "refused: " + p.stderr.strip().replace("\n", " ")[-110:]
        if must is False: return True, "refused"
        if "--" not in message: return False, "refused, names no option: " + p.stderr.strip().replace("\n", " ")[-110:]
        if case.get("options"): return options(margin, folder, case)
        return True, "refused with an option"
    if must is False or (must == "with option" and not case.get("orRead")): return False, f"read ({', '.join(list(got)[:4])}) what it cannot know"
    if p.returncode not in (0, 3): return False, f"exit {p.returncode}"
    e = parsed(call(margin, folder, "estimate", f, *MODEL)); q = parsed(call(margin, folder, "data", "inspect", f, "--format", "json"))
    own = found(d, p.stderr); seen = own | found(q, "")
    want = case["findings"] if must is True else case.get("readFindings", case["findings"])
    names = case["instruments"]
    if case.get("readAny"): return (True, "read and told") if all(any(x in seen for x in w.split("|")) for w in want) else (False, "read, not told: " + ", ".join(want))
    if len(names) == 1:
        if len(got) != 1: return False, f"{len(got)} instruments: {', '.join(list(got)[:5])}"
        allowed = {names[0], f, re.sub(r"\.gz$", "", f), *case.get("names", [])}
        if not set(got) <= allowed: return False, f"instrument {next(iter(got))}"
        pairs = [(names[0], next(iter(got)))]
    else:
        if set(got) != set(names): return False, f"instruments {', '.join(list(got)[:5])}"
        pairs = [(n, n) for n in names]
    var = {x["instrument"]: {y["side"]: y["valueAtRisk"] for y in x["models"][0]["forecasts"]} for x in e.get("instruments", [])}
    for n, g in pairs:
        x = got[g]; at = x.get("asOf") or ""; last = case["lastDate"][n]; dates = case.get("lastDates", [last])
        if (last is not None and not (at[:7] == last[:7] if case.get("monthly") else (at[:10] if len(last) == 10 else at) in dates)): return False, f"{g}: as of {at or None} not {last}"
        one = firsts(d, g) or firsts(q, g)
        if one and not one.startswith(case["firstDate"][n][:7 if case.get("monthly") else 10]) and "lastDates" not in case: return False, f"{g}: first date {one} not {case['firstDate'][n]}"
        price, v = x.get("price"), var.get(g, {})
        ways = [dict(lastPrices=[case["lastPrice"][n] * s for s in case.get("priceScales", [1])], historicalLong=case["historicalLong"][n], historicalShort=case["historicalShort"][n], observations=case["rows"][n] - 1, because="all returns")]
        ways += [dict(ways[0], **a) for a in case.get("alternatives", [])]
        hit = [w for w in ways if any(near(price, y, 1e-9) for y in w["lastPrices"]) and near(v.get("long"), w["historicalLong"], 1.1e-6) and near(v.get("short"), w["historicalShort"], 1.1e-6) and (x.get("observations") == w["observations"])]
        if not hit: return False, f"{g}: price {price}, VaR {v.get('long')}/{v.get('short')}, {x.get('observations')} returns; not {case['lastPrice'][n]}, {case['historicalLong'][n]}/{case['historicalShort'][n]}, {case['rows'][n] - 1}"
        want = hit[0].get("findings", want)
    for w in want:
        if not any(y in (seen if y in QUIET else own) for y in w.split("|")): return False, "not told: " + w
    alarms = own - {y for w in want for y in w.split("|")} - set(case.get("mayFind", [])) - {"ignored-column"} - {y for w in case["findings"] for y in w.split("|")}
    return (False, "false alarm: " + ", ".join(sorted(alarms))) if alarms else (True, "read")

def options(margin, folder, case):
    p = call(margin, folder, "estimate", case["file"], *MODEL, *case["options"])
    if crashed(p): return False, "crash with the option"
    d = parsed(p); got = d.get("instruments", [])
    if len(got) != 1: return False, f"with {' '.join(case['options'])}: {len(got)} instruments; {p.stderr.strip()[-90:]}"
    v = {y["side"]: y["valueAtRisk"] for y in got[0]["models"][0]["forecasts"]}; w = case["withOption"]
    ok = got[0]["observations"] == w["rows"] and any(near(v.get("long"), w[k]["historicalLong"], 1.1e-6) and near(v.get("short"), w[k]["historicalShort"], 1.1e-6) for k in ("as given", "as log returns"))
    return (True, "refused; right with the option") if ok else (False, f"with the option: {v}, {got[0]['observations']} returns")

def hold(margin, folder):
    """[(case, held, why)] of a folder."""
    cases = json.load(open(os.path.join(folder, "cases.json"))); return [(c, *verdict(margin, folder, c)) for c in cases]

if __name__ == "__main__":
    import sys
    r = hold(os.path.abspath(sys.argv[1]), sys.argv[2]); bad = [x for x in r if not x[1]]
    for c, _, why in bad: print(f"{c['file']}: {why}")
    print(f"{len(r) - len(bad)} of {len(r)} cases hold"); sys.exit(1 if bad else 0)

#!/usr/bin/env python3
"""Holds the files of generate.py against a `margin`: one call a file, a second where it refuses."""
import argparse
import json
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from multiprocessing.pool import ThreadPool

MODEL = ["--models", "historical", "--window", "100000", "--format", "json", "--jobs", "1"]
MODEL_CODES = {"few-tail-observations", "interval-assumes-independence",
               "interval-beyond-sample"}
WRONG = ("silently wrong", "guessed", "crash")
ORDER = ("right", "right, misnamed", "refused, option right", "refused rightly",
         "refused, option named", "refused wrongly", "guessed", "silently wrong", "crash")
HABITS = ("language", "bars", "date", "clock", "joint", "zone", "delimiter", "quoting", "decimal",
          "thousands", "currency", "order", "banner", "footer", "comments", "blanks", "encoding",
          "newline", "missing", "volume", "percent", "trailing", "numbers", "compression",
          "padding", "header", "header case", "row numbers", "column order", "extras",
          "duplicates", "epoch fraction", "month names", "trap")


def call(margin, folder, *arguments):
    try:
        return subprocess.run([margin, *arguments], cwd=folder, capture_output=True, text=True,
                              errors="replace", timeout=60)
    except subprocess.TimeoutExpired:
        return None


def crashed(process):
    return process is None or process.returncode < 0 or process.returncode > 3


def answer(process):
    try:
        return json.loads(process.stdout)
    except ValueError:
        return {}


def near(a, b, tolerance):
    return isinstance(a, (int, float)) and abs(a - b) <= tolerance * max(1e-300, abs(b))


def close(a, b):
    """Equal values at risk: to 1.1e-6 of one."""
    return isinstance(a, (int, float)) and abs(a - b) <= 1.1e-6


def pairs(case, got):
    """([(name in the case, name in the answer)], None), or (None, what is wrong)."""
    names = case["instruments"]
    if len(names) == 1:
        if len(got) != 1:
            return None, f"{len(got)} instruments: {', '.join(list(got)[:5])}"
        return [(names[0], next(iter(got)))], None
    both = [(n, n if n in got else case["aliases"].get(n)) for n in names]
    if set(got) != {given for _, given in both}:
        return None, f"instruments {', '.join(list(got)[:6])}"
    return both, None


def misnamed(case, document):
    """The name of the only instrument, if it is not one of those that the case accepts."""
    bare = re.sub(r"\.gz$", "", case["file"])
    allowed = {case["instruments"][0], case["file"], bare, *case["names"]}
    given = [x["instrument"] for x in document["instruments"]]
    return given[0] if len(case["instruments"]) == 1 and not set(given) <= allowed else None


def readings(case, name):
    """All right readings of an instrument: last prices, VaR, number of returns."""
    plain = {"lastPrices": [case["lastPrice"][name] * s for s in case["priceScales"]],
             "calibrateLong": case["calibrateLong"][name],
             "calibrateShort": case["calibrateShort"][name],
             "observations": case["rows"][name] - 1}
    others = case["alternatives"] if len(case["instruments"]) == 1 else []
    gaps = case["withoutGaps"].get(name)
    return [plain] + [{**plain, **a} for a in others + ([gaps] if gaps else [])]


def same_date(case, name, given):
    last = case["lastDate"][name]
    if last is None:
        return True
    if case["monthly"]:
        return given[:7] == last[:7]
    if len(last) == 10:
        return given[:10] == last
    return re.sub(r"\.0+Z", "Z", given) in (last, last.replace(":00Z", "Z"))


def compare(case, document):
    """What is wrong in an answer of `calibrate`, or None."""
    got = {x["instrument"]: x for x in document.get("instruments", [])}
    both, wrong = pairs(case, got)
    if wrong:
        return wrong
    for name, given in both:
        x = got[given]
        if not same_date(case, name, x.get("asOf") or ""):
            return f"{given}: as of {x.get('asOf')}, not {case['lastDate'][name]}"
        long, short = (x.get(s, {}).get("valueAtRisk") for s in ("long", "short"))
        hit = any(any(near(x.get("price"), p, 1e-9) for p in w["lastPrices"])
                  and close(long, w["calibrateLong"]) and close(short, w["calibrateShort"])
                  and x.get("observations") == w["observations"] for w in readings(case, name))
        if not hit:
            return (f"{given}: price {x.get('price')}, VaR {long}/{short}, "
                    f"{x.get('observations')} returns; not {case['lastPrice'][name]}, "
                    f"{case['calibrateLong'][name]}/{case['calibrateShort'][name]}, "
                    f"{case['rows'][name] - 1}")
    return None


def attempts(case, message):
    """Lists of options to try after a refusal: all that it names, then each alone."""
    named = [o for o in case["settle"] if re.search(re.escape(o) + r"(?![\w-])", message)]
    together = [w for o in named for w in (o, case["settle"][o])]
    out = [together] + [[o, case["settle"][o]] for o in named if len(named) > 1]
    return [a for a in out if a]


def verdict(margin, folder, case):
    """(verdict, why, names of findings in the answer)."""
    process = call(margin, folder, "calibrate", case["file"], *MODEL)
    if crashed(process):
        return "crash", "timeout" if process is None else f"exit {process.returncode}", []
    document = answer(process)
    found = codes(document)
    if document.get("instruments"):
        wrong = compare(case, document)
        if wrong:
            return "silently wrong", wrong, found
        if case["decidable"] == "open":
            return "guessed", "read what nothing in the file decides", found
        other = misnamed(case, document)
        return ("right, misnamed", f"instrument {other}", found) if other else ("right", "", found)
    return (*refusal(margin, folder, case, process, document), found)


def refusal(margin, folder, case, process, document):
    """(verdict, why) of a file that was refused, after its options were tried."""
    message = process.stderr + json.dumps(document.get("failures", []), ensure_ascii=False)
    short = process.stderr.strip().replace("\n", " ")[-150:]
    tried = attempts(case, message)
    for options in tried:
        again = call(margin, folder, "calibrate", case["file"], *MODEL, *options)
        if crashed(again):
            return "crash", f"with {' '.join(options)}"
        if answer(again).get("instruments") and compare(case, answer(again)) is None:
            rightly = case["decidable"] == "open"
            return "refused rightly" if rightly else "refused, option right", " ".join(options)
    if tried:
        return "refused, option named", f"{' '.join(tried[0])} does not help: {short}"
    return "refused wrongly", short


def codes(document):
    """Codes of warnings in an answer, without those of the model."""
    out = set()
    lists = [document.get("warnings", [])]
    lists += [x.get("warnings", []) for x in document.get("instruments", [])]
    for warnings in lists:
        out |= {w["code"] for w in warnings if isinstance(w, dict) and w.get("code")}
    return sorted(out - MODEL_CODES)


def untold(margin, folder, case):
    """Findings that the case asks for and neither `calibrate` nor `data inspect` reports."""
    if not case["findings"]:
        return []
    inspect = call(margin, folder, "data", "inspect", case["file"], "--format", "json")
    calibrate = call(margin, folder, "calibrate", case["file"], *MODEL)
    said = "".join(p.stdout + p.stderr for p in (inspect, calibrate) if p)
    return [f for f in case["findings"] if f not in said]


def print_table(title, groups):
    print(f"\n{title}")
    width = max(len(str(g)) for g in groups) + 2
    print(" " * width + "  files   right misname  option  refused  guessed   wrong   crash")
    for group, counts in sorted(groups.items(), key=lambda g: str(g[0])):
        optional = counts["refused, option right"] + counts["refused rightly"]
        refused = counts["refused wrongly"] + counts["refused, option named"]
        row = (sum(counts.values()), counts["right"], counts["right, misnamed"], optional,
               refused, counts["guessed"], counts["silently wrong"], counts["crash"])
        print(f"{str(group):{width}}" + "".join(f"{n:8}" for n in row))


def report(results, arguments):
    """Prints the tables; true if the reader holds."""
    for kind in WRONG:
        for case, (given, why, _) in results:
            if given == kind:
                print(f"{kind}: {case['file']}: {why}")
    if arguments.all:
        for case, (given, why, _) in results:
            if why and given not in (*WRONG, "refused rightly"):
                print(f"{given}: {case['file']}: {why}")
    shapes, habits = defaultdict(Counter), defaultdict(lambda: defaultdict(Counter))
    for case, (given, _, _) in results:
        shapes[case["shape"]][given] += 1
        for habit in HABITS:
            value = case.get("language") if habit == "language" else case["habits"].get(habit)
            habits[habit][repr(value) if value != str(value) or not value.isalnum()
                          else value][given] += 1
    print_table("shape", shapes)
    for habit in HABITS if arguments.habits else ("language",):
        print_table(habit, habits[habit])
    return totals(results, arguments)


def totals(results, arguments):
    counts = Counter(given for _, (given, _, _) in results)
    clear = [given for case, (given, _, _) in results
             if case["decidable"] == "clear" and not (case["orRefuse"] and given != "right")]
    undecided = [given for case, (given, _, _) in results if case["decidable"] == "open"]
    print()
    for kind in ORDER:
        if counts[kind]:
            print(f"{counts[kind]:7}  {kind}")
    share = clear.count("right") / len(clear) if clear else 1.0
    print(f"{share:7.1%}  of {len(clear)} decidable files read right without an option")
    print(f"{undecided.count('refused rightly'):7}  of {len(undecided)} undecidable files refused "
          "with an option that makes them right")
    alarms = Counter(c for case, (given, _, found) in results if given == "right"
                     for c in found if c not in case["findings"] + case["mayFind"])
    if alarms:
        print("warnings that the data do not call for: "
              + ", ".join(f"{c} {n}" for c, n in alarms.most_common()))
    return not any(counts[k] for k in WRONG) and share >= arguments.least


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("margin", help="executable")
    parser.add_argument("folder", help="folder of generate.py")
    parser.add_argument("--least", type=float, default=.95, help="share that must be read right")
    parser.add_argument("--all", action="store_true", help="list refusals too")
    parser.add_argument("--habits", action="store_true", help="a table for each habit")
    parser.add_argument("--findings", action="store_true", help="look for findings not reported")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="parallel processes")
    arguments = parser.parse_args()
    margin = os.path.abspath(arguments.margin)
    with open(os.path.join(arguments.folder, "cases.json"), encoding="utf-8") as handle:
        cases = json.load(handle)
    pool = ThreadPool(arguments.jobs)
    given = pool.map(lambda c: verdict(margin, arguments.folder, c), cases, chunksize=1)
    holds = report(list(zip(cases, given)), arguments)
    if arguments.findings:
        missing = pool.map(lambda c: untold(margin, arguments.folder, c), cases, chunksize=1)
        for case, names in zip(cases, missing):
            if names:
                print(f"not reported: {case['file']}: {', '.join(names)}")
    sys.exit(0 if holds else 1)


if __name__ == "__main__":
    main()

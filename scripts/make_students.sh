#!/usr/bin/env bash
# Makes data/students.csv, the made-up table of docs/tutorial.md: numbers, words, dates, identifiers and missing cells, as
# tables come. Run from anywhere; gives the same bytes every time.
set -eu
case ${1:-} in
-*) echo "usage: scripts/make_students.sh [FILE]        (default: data/students.csv)" >&2 && exit 2 ;;
esac
file=$(realpath -m "${1:-$(dirname "$0")/../data/students.csv}")
LC_ALL=C awk '
function uniform() { return (state = state * 16807 % 2147483647) / 2147483647 } # Park and Miller, exact in a double
function normal(  i, sum) { for (i = 0; i < 12; i++) sum += uniform(); return sum - 6 }
function within(x, low, high) { return x < low ? low : x > high ? high : x }
function whole(x) { return int(x + 0.5) }
function gaps(text, share) { return uniform() < share ? "" : text }
BEGIN {
  state = 20260
  split("biology,economics,law,physics", courses, ",")
  print "student,enrolled,course,age,hours,sleep,commute,job,attendance,siblings,coffee,quiz,passed"
  for (i = 1; i <= 500; i++) {
    course = int(uniform() * 4) + 1
    age = 18 + int(uniform() * uniform() * 14)
    hours = within(14 + 5 * normal(), 0, 40)
    sleep = within(7 + normal(), 3, 11)
    commute = within(30 + 18 * normal(), 2, 120)
    job = uniform() < 0.4
    attendance = within(75 + 15 * normal(), 10, 100)
    quiz = within(5.5 + 0.12 * (hours - 14) + 1.8 * normal(), 0, 10)
    # Hours and attendance help, each where the other is there; a long way hurts those who work beside; too little and too
    # much sleep hurts all. The rest is luck, which no network can learn and every large one can remember.
    score = 0.12 * (hours - 14) + 0.03 * (attendance - 75) + 0.004 * (hours - 14) * (attendance - 75) \
      - job * 0.03 * (commute - 25) - 0.45 * (sleep - 7) * (sleep - 7) + 0.25 * (quiz - 5.5) + 0.7 + 0.8 * normal()
    printf "S%03d,2023-%02d-%02d,%s,%d,%.1f,%s,%d,%s,%s,%d,%d,%s,%s\n", i, 8 + int(uniform() * 3), 1 + int(uniform() * 28),
      courses[course], age, hours, gaps(sprintf("%.1f", sleep), 0.05), whole(commute), job ? "yes" : "no",
      gaps(whole(attendance), 0.08), int(uniform() * 4), int(uniform() * 6), gaps(sprintf("%.1f", quiz), 0.04),
      (score > 0 ? "yes" : "no")
  }
}' >"$file"

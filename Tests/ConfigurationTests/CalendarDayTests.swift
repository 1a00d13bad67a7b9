// SPDX-License-Identifier: Apache-2.0

import Configuration
import Files
import Findings
import Testing

@Suite struct CalendarDayTests {
  @Test(arguments: ["2026-12-31", "2024-02-29", "2000-02-29", "0001-01-01"])
  func reads(_ text: String) {
    #expect(CalendarDay(text)?.description == text)
  }

  @Test(
    arguments: [
      "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "2026-04-31",
      "26-01-01", "2026-1-1", "2026/01/01", "2026-01-01 ", "２０２６-01-01", "+026-01-01", "",
    ])
  func refuses(_ text: String) {
    #expect(CalendarDay(text) == nil)
  }

  @Test(
    arguments: [
      (0, "1970-01-01"), (86_399, "1970-01-01"), (86_400, "1970-01-02"), (-1, "1969-12-31"),
      (951_782_400, "2000-02-29"), (4_107_542_400, "2100-03-01"), (1_798_675_200, "2026-12-31"),
    ] as [(Int64, String)])
  func countsFromTheEpoch(_ seconds: Int64, _ day: String) {
    #expect(CalendarDay(secondsSinceEpoch: seconds).description == day)
  }

  @Test func survivesAnyClock() {
    #expect(CalendarDay(secondsSinceEpoch: .max) > CalendarDay(secondsSinceEpoch: .min))
  }

  @Test func waiversHoldThroughTheirLastDay() throws {
    let waiver = Waiver(
      rule: "data/unversioned", scope: .path(try #require(PathPattern("old/**"))),
      reason: "moving", expires: try #require(CalendarDay("2026-06-30")),
      at: Location("modelgate.yaml"))
    #expect(waiver.holds(on: try #require(CalendarDay("2026-06-30"))))
    #expect(!waiver.holds(on: try #require(CalendarDay("2026-07-01"))))
  }

  @Test func waiversCoverFilesOrWhatIsOfNoFile() throws {
    let path = try #require(RelativePath("old/x"))
    let commit = String(repeating: "a", count: 40)
    let files = Waiver.Scope.path(try #require(PathPattern("old/**")))
    #expect(files.covers(path: path, commit: commit, reference: nil))
    #expect(!files.covers(path: nil, commit: commit, reference: nil))
    for scope in [.commit(commit), Waiver.Scope.reference(try #require(RefPattern("release/*")))] {
      #expect(scope.covers(path: nil, commit: commit, reference: "refs/heads/release/1"))
      #expect(!scope.covers(path: path, commit: commit, reference: "refs/heads/release/1"))
      #expect(!scope.covers(path: nil, commit: nil, reference: "refs/tags/release/1"))
    }
  }
}

// SPDX-License-Identifier: Apache-2.0

import Files
import Testing

@Suite struct NameSumTests {
  private func sum(_ names: [String]) -> NameSum {
    var sum = NameSum()
    for name in names {
      let isFolder = name.hasSuffix("/")
      let bytes = Array(name.utf8.dropLast(isFolder ? 1 : 0))
      sum.add(bytes.span, isFolder: isFolder)
    }
    return sum
  }

  @Test func sameNamesHaveTheSameSum() {
    #expect(sum(["a", "b.c", "dir/"]) == sum(["a", "b.c", "dir/"]))
    #expect(sum([]) == NameSum())
    #expect(sum(["a", "b"]).count == 2)
  }

  @Test(arguments: [
    (["a"], ["b"]), (["a"], ["a/"]), (["a"], []), ([""], []), (["a", "b"], ["ab"]),
    (["a", "bc"], ["ab", "c"]), (["a", "b"], ["b", "a"]), (["a", "a"], ["a"]),
    (["a"], ["a\0"]), (["01234567"], ["01234567\0"]), (["0123456789"], ["0123456798"]),
    (["01234567", "89"], ["0123456789"]), (["é"], ["e\u{301}"]), (["A"], ["a"]),
  ]) func otherNamesHaveAnother(_ one: [String], _ other: [String]) {
    #expect(sum(one) != sum(other))
  }

  @Test func manyListsHaveDifferentSums() {
    var seen: Set<String> = []
    for number in 0..<100_000 { seen.insert("\(sum(["file \(number)", "x"]))") }
    #expect(seen.count == 100_000)
  }
}

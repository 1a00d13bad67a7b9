// SPDX-License-Identifier: Apache-2.0

import StrictJSON
import Testing

@Suite struct ValueTests {
  @Test func stringsAreEqualByBytes() {
    #expect(JSONValue.string("caf\u{e9}") != .string("cafe\u{301}"))
    #expect(Set([JSONValue.string("caf\u{e9}"), .string("cafe\u{301}")]).count == 2)
    #expect(["caf\u{e9}": 1] as JSONValue != ["cafe\u{301}": 1])
  }

  @Test func objectsAreEqualInAnyOrder() {
    let left: JSONValue = ["a": 1, "b": [2]]
    let right: JSONValue = ["b": [2], "a": 1]
    #expect(left == right)
    #expect(Set([left, right]).count == 1)
    #expect(left != ["a": 1, "b": [2], "c": nil])
    #expect(left != ["a": 1, "c": [2]])
  }

  @Test func kindsAreNeverEqual() {
    let values: [JSONValue] = [nil, false, 0, "", [], [:], "0", "null"]
    #expect(Set(values).count == values.count)
  }

  @Test func editsMembers() {
    var object: JSONObject = ["a": 1, "b": 2]
    object["a"] = 3
    object["c"] = nil
    object["d"] = 4
    #expect(object.names == ["a", "b", "d"])
    object["b"] = nil
    #expect(object == ["a": 3, "d": 4])
    let isAdded = object.append("d", 5)
    #expect(!isAdded)
    #expect(object["d"] == 4)
  }

  @Test func findsMembersAfterRemovalFromManyMembers() {
    var object = JSONObject()
    for number in 0..<12 { object["\(number)"] = .integer(number) }
    for removed in 0..<6 {
      object["\(removed)"] = nil
      #expect(object["11"] == 11)
      #expect(object["\(removed)"] == nil)
    }
    #expect(object.count == 6)
  }

  @Test func refusesTwoMembersOfOneName() {
    #expect(JSONObject([("a", 1), ("a", 2)]) == nil)
    #expect(JSONObject([("caf\u{e9}", 1), ("cafe\u{301}", 2)])?.count == 2)
  }

  @Test func readsNumbers() throws {
    #expect(JSONNumber(literal: "-0")?.integer == 0)
    #expect(JSONNumber(literal: "1e2")?.integer == nil)
    #expect(JSONNumber(literal: "1e2")?.double == 100)
    #expect(JSONNumber(literal: "1.0")?.integer == nil)
    #expect(JSONNumber(literal: "9223372036854775808")?.integer == nil)
    #expect(JSONNumber(literal: "1e999")?.double == nil)
    #expect(JSONNumber(literal: "-2.5e-3")?.double == -0.0025)
  }

  @Test(arguments: ["", " 1", "1 ", "+1", "01", "1.", "nan", "0x1", "1e", "١"])
  func refusesLiterals(_ literal: String) {
    #expect(JSONNumber(literal: literal) == nil)
  }

  @Test(arguments: [
    0.1, -0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1e16, 123456789.125,
  ])
  func writesDoublesThatReadTheSame(_ value: Double) throws {
    let number = try #require(JSONNumber(value))
    #expect(JSONNumber(literal: number.literal)?.double == value)
  }

  @Test func hasNoNumberForInfinity() {
    #expect(JSONNumber(.infinity) == nil)
    #expect(JSONNumber(.nan) == nil)
  }
}

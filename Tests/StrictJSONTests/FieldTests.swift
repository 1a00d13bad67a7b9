// SPDX-License-Identifier: Apache-2.0

import StrictJSON
import Testing

@Suite struct FieldTests {
  static let field = JSONField(["list": [["n": 1]], "text": "", "nothing": nil], root: "statement")

  @Test func namesTheWay() throws {
    let element = try #require(try Self.field.required("list").elements().first)
    #expect(element.path == "list[0]")
    #expect(try element.required("n").integer() == 1)
    let error = #expect(throws: JSONFieldError.self) { try element.required("n").string() }
    #expect(error?.message == "'list[0].n' is not a string")
  }

  @Test func namesTheRoot() {
    let error = #expect(throws: JSONFieldError.self) { try Self.field.required("missing") }
    #expect(error?.message == "the statement lacks 'missing'")
  }

  @Test func refusesStrangers() throws {
    let error = #expect(throws: JSONFieldError.self) {
      try Self.field.object(only: ["list", "text"])
    }
    #expect(error?.message == "the statement has a member 'nothing' that is not known")
    #expect(try Self.field.object(only: ["list", "text", "nothing"]).count == 3)
  }

  @Test func nullIsNotAbsent() throws {
    #expect(throws: JSONFieldError.self) { try Self.field.optional("nothing")?.string() }
    #expect(try Self.field.optional("absent")?.string() == nil)
  }

  @Test func anEmptyStringIsAString() throws {
    #expect(try Self.field.required("text").string() == "")
    #expect(throws: JSONFieldError.self) { try Self.field.required("text").nonemptyString() }
  }

  @Test func expectsBytes() {
    let field = JSONField("\u{212a}", root: "text")
    // KELVIN SIGN is canonically equivalent to K.
    #expect(throws: JSONFieldError.self) { try field.expect("K") }
  }
}

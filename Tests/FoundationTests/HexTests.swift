// SPDX-License-Identifier: Apache-2.0

import Digests
import TestSupport
import Testing

@Suite struct HexTests {
  private static let digits = Array("0123456789abcdef".utf8)

  private func matches(_ text: [UInt8], _ bytes: [UInt8]) -> Bool {
    Hex.matches(text.span, bytes.span)
  }

  private func isLowerCase(_ text: [UInt8]) -> Bool { Hex.isLowerCase(text.span) }

  /// Every character at every place of texts of many lengths.
  @Test(arguments: [1, 7, 8, 9, 16, 21]) func knowsLowerCaseDigits(_ length: Int) {
    var text = (0..<length).map { Self.digits[$0 % 16] }
    #expect(isLowerCase(text))
    for place in text.indices {
      let digit = text[place]
      for character in UInt8.min ... .max {
        text[place] = character
        #expect(isLowerCase(text) == Self.digits.contains(character))
      }
      text[place] = digit
    }
    #expect(isLowerCase([]))
  }

  @Test func matchesWhatIsWritten() {
    var random = SeededGenerator(seed: 7)
    for length in 0..<40 {
      let bytes = (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &random) }
      var text: [UInt8] = []
      Hex.append(bytes.span, to: &text)
      #expect(text.elementsEqual(Hex.encode(bytes).utf8))
      #expect(matches(text, bytes))
      #expect(!matches(text + [0x30], bytes))
      for place in text.indices {
        for bit in 0..<8 {
          text[place] ^= 1 << bit
          #expect(!matches(text, bytes))
          text[place] ^= 1 << bit
        }
      }
    }
  }

  @Test func everyByteHasItsTwoDigits() {
    for byte in UInt8.min ... .max {
      let bytes = [UInt8](repeating: byte, count: 5)
      let text = bytes.flatMap { [Self.digits[Int($0 >> 4)], Self.digits[Int($0 & 15)]] }
      #expect(matches(text, bytes))
      let other = [byte &+ 1] + bytes.dropFirst()
      #expect(!matches(text, other))
    }
  }
}

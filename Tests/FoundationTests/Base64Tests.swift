// SPDX-License-Identifier: Apache-2.0

import Digests
import Testing

@Suite struct Base64Tests {
  /// RFC 4648 section 10.
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ])
  func knowsTheVectors(_ plain: String, _ text: String) {
    #expect(Base64.encode(Array(plain.utf8)) == text)
    #expect(Base64.decode(text.utf8) == Array(plain.utf8))
  }

  @Test func readsBothAlphabets() {
    #expect(Base64.encode([0xfb, 0xef, 0xff]) == "++//")
    #expect(Base64.decode("++//".utf8) == [0xfb, 0xef, 0xff])
    #expect(Base64.decode("--__".utf8) == [0xfb, 0xef, 0xff])
  }

  @Test(arguments: [
    "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Zm9vYg=", "=", "==", "====", "Z===", "Zm9v====",
    "Zg==Zg==",
    "Zm=v", "Z g==", "Zg==\n", "Zm9v\n", " Zm9v", "Zm9*", "+-AA", "/_AA", "é===", "Zm8=Zm8=",
  ])
  func refusesWhatIsNotCanonical(_ text: String) {
    #expect(Base64.decode(text.utf8) == nil)
  }

  @Test func everyByteComesBack() {
    let bytes = (0..<1021).map { UInt8(truncatingIfNeeded: $0 &* 167) }
    for count in 0..<300 {
      let piece = Array(bytes[count..<(count * 3)])
      #expect(Base64.decode(Base64.encode(piece).utf8) == piece)
    }
  }
}

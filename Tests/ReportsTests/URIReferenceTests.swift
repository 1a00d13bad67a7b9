// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Reports

@Suite struct URIReferenceTests {
  @Test func encodesAllButUnreservedBytes() {
    #expect(URIReference.path(Array("a b/ü:~_-.é?".utf8)) == "a%20b/%C3%BC%3A~_-.%C3%A9%3F")
  }
}

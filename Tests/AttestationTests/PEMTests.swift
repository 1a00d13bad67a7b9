// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Attestation

@Suite struct PEMTests {
  private static func blocks(_ text: String) -> [PEM]? { PEM.blocks(in: Array(text.utf8)) }

  @Test func wrapsAt64Columns() {
    let text = PEM(label: "X", content: [UInt8](repeating: 0, count: 49)).text
    #expect(
      text == """
        -----BEGIN X-----
        AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
        AA==
        -----END X-----

        """)
    #expect(Self.blocks(text) == [PEM(label: "X", content: [UInt8](repeating: 0, count: 49))])
  }

  @Test func passesOverExplanationsAndCarriageReturns() {
    let text = "subject: x\r\n-----BEGIN X-----\r\nAA==\r\n-----END X-----\r\nbye"
    #expect(Self.blocks(text) == [PEM(label: "X", content: [0])])
  }

  @Test(arguments: [
    "-----BEGIN X-----\nAA==\n", "-----BEGIN X-----\nAA==\n-----END Y-----\n",
    "-----END X-----\n", "-----BEGIN X-----\n-----END X-----\n",
    "-----BEGIN X-----\nAB==\n-----END X-----\n", "-----BEGIN X-----\nA A==\n-----END X-----\n",
    "-----BEGIN X-----\n-----BEGIN X-----\nAA==\n-----END X-----\n",
    "-----BEGIN X-----\nProc-Type: 4,ENCRYPTED\n\nAA==\n-----END X-----\n",
  ])
  func refusesBrokenBlocks(_ text: String) {
    #expect(Self.blocks(text) == nil)
  }

  @Test func tellsPublicFromPrivate() {
    let privateText = Array(Examples.pem.utf8)
    let publicText = Array(Examples.key.verificationKey.pem.utf8)
    let error = #expect(throws: AttestationError.self) { try VerificationKey(pem: privateText) }
    #expect(error?.message.contains("it is a private key; give the public one") == true)
    #expect(throws: AttestationError.self) { try SigningKey(pem: publicText) }
    #expect(throws: AttestationError.self) { try VerificationKey(pem: publicText + publicText) }
    #expect(throws: AttestationError.self) { try VerificationKey(pem: []) }
  }
}

lib:
let
  # The eight groups of an address, with the zeros that `::` leaves out.
  groupsOf =
    address:
    let
      sides = lib.splitString "::" address;
      groups = side: lib.optionals (side != "") (lib.splitString ":" side);
      left = groups (lib.head sides);
      right = groups (lib.last sides);
      missing = 8 - lib.length left - lib.length right;
      all =
        if lib.length sides == 1 then
          left
        else
          left ++ lib.genList (_: "0") (lib.max 0 missing) ++ right;
      isValid = lib.length all == 8 && (lib.length sides == 1 || (lib.length sides == 2 && missing > 0));
      isGroup = group: builtins.match "[0-9A-Fa-f]{1,4}" group != null;
    in
    if isValid && lib.all isGroup all then
      all
    else
      throw "${address} is not a valid IPv6 address";

  shortest = group: lib.toLower (lib.toHexString (lib.fromHexString group));
in
{
  ipv6 = {
    fromString =
      text:
      let
        parts = lib.splitString "/" text;
        bits = lib.toInt (lib.last parts);
      in
      {
        address =
          if lib.length parts > 2 then
            throw "${text} is not a valid IPv6 address in CIDR notation"
          else
            lib.concatMapStringsSep ":" shortest (groupsOf (lib.head parts));
        prefixLength =
          if lib.length parts == 1 then
            128
          else if 1 <= bits && bits <= 128 then
            bits
          else
            throw "${text}: an IPv6 subnet has 1 to 128 bits";
      };

    # The hardware address with its seventh bit turned over and `fffe` in the middle.
    mkEUI64Suffix =
      mac:
      let
        octet = "([0-9A-Fa-f]{2})";
        octets = builtins.match (lib.concatStringsSep "[-:.]?" (lib.replicate 6 octet)) mac;
        at = lib.elemAt octets;
        first = lib.bitXor 512 (lib.fromHexString (at 0 + at 1));
      in
      if octets == null then
        throw "${mac} is not a valid MAC address"
      else
        lib.toLower "${lib.toHexString first}:${at 2}ff:fe${at 3}:${at 4}${at 5}";
  };
}

// What Node alone takes.

//! Pure decisions over contract types; time is a parameter.

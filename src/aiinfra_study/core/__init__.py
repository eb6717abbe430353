"""Pure: values in, values out. No terminal, disk, clock or chance."""

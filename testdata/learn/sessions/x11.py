# What a client said for x11.pcapng: x11.sh.

import random
from Xlib import display, X, Xatom, Xutil
random.seed(3)
d = display.Display(':78')
s = d.screen()
root = s.root
for i in range(3):
    w = root.create_window(random.randrange(200), random.randrange(200), 50 + i * 31, 40 + i * 17, i, s.root_depth, X.InputOutput, X.CopyFromParent, background_pixel=s.white_pixel, event_mask=X.ExposureMask | X.StructureNotifyMask | X.PropertyChangeMask)
    w.set_wm_name('Tool %d' % i)
    w.set_wm_class('tool', 'Tool')
    w.set_wm_normal_hints(flags=Xutil.PPosition | Xutil.PSize | Xutil.PMinSize, min_width=20 + i, min_height=20)
    a = d.intern_atom('SHED_ITEM_%d' % i)
    w.change_property(a, Xatom.CARDINAL, 32, [random.randrange(1 << 31) for _ in range(i + 1)])
    w.map()
    d.sync()
    g = w.create_gc(foreground=random.randrange(1 << 24), line_width=i + 1)
    for k in range(5):
        w.poly_line(g, X.CoordModeOrigin, [(random.randrange(90), random.randrange(60)) for _ in range(2 + k % 3)])
        w.fill_rectangle(g, random.randrange(50), random.randrange(40), 5 + k, 9 + k)
        g.change(foreground=random.randrange(1 << 24))
        w.poly_segment(g, [(random.randrange(90), random.randrange(60), random.randrange(90), random.randrange(60)) for _ in range(1 + k % 2)])
        w.clear_area(random.randrange(20), 3 * k, 10, 12)
        w.configure(x=random.randrange(300), y=random.randrange(300)) if k % 2 else w.configure(width=60 + k * 7)
        w.get_geometry()
        w.get_full_property(a, X.AnyPropertyType)
        d.get_atom_name(a)
        w.query_tree()
        w.get_attributes()
        root.translate_coords(w, random.randrange(100), random.randrange(100))
        root.query_pointer()
        w.poly_arc(g, [(k, k, 20, 20, 0, 360 * 64)])
        d.flush()
    f = d.open_font('fixed')
    w.image_text(g, 10, 20, 'Shed %d' % i)
    w.image_text(g, 30, 9, 'saw and chisel')
    p = w.create_pixmap(16 + i, 12, s.root_depth)
    p.fill_rectangle(g, 0, 0, 9, 9)
    w.copy_area(g, p, 0, 0, 8, 8, i, i)
    p.free()
    c = s.default_colormap
    c.alloc_color(random.randrange(65536), random.randrange(65536), random.randrange(65536))
    c.alloc_named_color('steelblue')
    root.warp_pointer(20 * i, 30 * i)
    w.change_attributes(background_pixel=7 * i, event_mask=X.ExposureMask)
    d.get_input_focus()
    w.list_properties()
    d.list_extensions()
    d.query_extension('SHAPE')
    d.query_extension('XTEST')
    d.get_selection_owner(a)
    w.set_selection_owner(a, X.CurrentTime)
    d.bell(5)
    try:
        w.get_image(0, 0, 4, 2, X.ZPixmap, 4294967295)
    except Exception:
        pass
    w.unmap()
    d.sync()
    if i < 2:
        w.destroy()
d.sync()
d.close()

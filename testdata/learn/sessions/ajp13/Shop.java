import jakarta.servlet.http.*;
import java.io.*;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.*;

/** What ajp13.sh asks Tomcat for: answers of several forms, by the path. */
public class Shop extends HttpServlet {
    private static final long OPENED = 1700000000000L;

    @Override
    protected long getLastModified(HttpServletRequest q) {
        return "/price".equals(q.getPathInfo()) ? OPENED : -1;
    }

    @Override
    protected void service(HttpServletRequest q, HttpServletResponse a) throws jakarta.servlet.ServletException, IOException {
        if (!q.getMethod().equals("GET") && !q.getMethod().equals("HEAD") && !q.getMethod().equals("OPTIONS")) {
            doGet(q, a);
            return;
        }
        super.service(q, a);
    }

    @Override
    protected void doGet(HttpServletRequest q, HttpServletResponse a) throws IOException {
        a.setContentType("text/plain;charset=UTF-8");
        switch (String.valueOf(q.getPathInfo())) {
            case "/hello" -> {
                a.setLocale(q.getLocale());
                a.getWriter().println("Hello, " + q.getParameter("name") + "!");
            }
            case "/price" -> {
                a.setHeader("Cache-Control", "max-age=60");
                a.getWriter().println("Tea 3.50");
            }
            case "/basket" -> {
                HttpSession s = q.getSession();
                Integer n = (Integer) s.getAttribute("n");
                s.setAttribute("n", n = n == null ? 1 : n + 1);
                a.addCookie(new Cookie("seen", "basket-" + n));
                a.setIntHeader("X-Items", n);
                a.getWriter().println(n + " in the basket");
            }
            case "/order" -> {
                byte[] body = q.getInputStream().readAllBytes();
                a.setStatus(201);
                a.setHeader("Location", "/shop/order/" + body.length);
                a.setContentType("application/json");
                a.getOutputStream().print("{\"bytes\":" + body.length + ",\"sum\":" + (Arrays.hashCode(body) & 0xffff) + "}");
            }
            case "/glance" -> {
                int first = q.getInputStream().read();
                a.getWriter().println("It begins with " + first);
            }
            case "/slow" -> {
                for (String part : new String[] {"One moment. ", "Another one. ", "Done.\n"}) {
                    a.getOutputStream().write(part.getBytes(StandardCharsets.UTF_8));
                    a.flushBuffer();
                }
            }
            case "/picture" -> {
                a.setContentType("image/x-portable-graymap");
                byte[] dots = new byte[Integer.parseInt(q.getParameter("size"))];
                new Random(dots.length).nextBytes(dots);
                a.getOutputStream().write(dots);
            }
            case "/who" -> {
                X509Certificate[] certificates = (X509Certificate[]) q.getAttribute("jakarta.servlet.request.X509Certificate");
                a.getWriter().println(q.getRemoteUser() + " " + q.getAuthType() + " " + q.getRemoteAddr() + ":" + q.getRemotePort() + " " + q.isSecure() + " "
                    + q.getAttribute("jakarta.servlet.request.cipher_suite") + " " + q.getAttribute("jakarta.servlet.request.key_size") + " "
                    + (certificates == null ? "nobody" : certificates[0].getSubjectX500Principal()) + " " + q.getAttribute("SHELF") + q.getAttribute("SEASON"));
            }
            case "/moved" -> a.sendRedirect("/shop/hello?name=again");
            case "/closed" -> a.sendError(Integer.parseInt(q.getParameter("code")), q.getParameter("why"));
            case "/nothing" -> a.setStatus(204);
            case "/broken" -> throw new IllegalStateException("out of tea");
            case "/private" -> {
                a.setHeader("WWW-Authenticate", "Bearer realm=\"shop\"");
                a.setStatus(401);
            }
            default -> a.sendError(404);
        }
    }
}
